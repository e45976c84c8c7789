declare module "turndown" {
  export default class TurndownService {
    constructor(options: Readonly<Record<string, string>>);
    remove(tags: readonly string[]): this;
    turndown(root: HTMLElement): string;
  }
}
