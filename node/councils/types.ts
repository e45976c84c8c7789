/** A council that people of this node can belong to. */
export interface Council {
  readonly id: string;
  /** ONS or other register code, `E08000024`; null when it has none. */
  readonly registerId: string | null;
  readonly name: string;
  readonly nameCy: string | null;
  /** True for the one council that runs this node, where there is one. */
  readonly own: boolean;
}

export interface CouncilRow extends Council {
  /** E-mail domains that prove employment; empty: people come by an administrator's invitation only. */
  readonly domains: readonly string[];
  /** From the configuration: name and those domains are changed there. */
  readonly fromConfig: boolean;
  readonly people: number;
  readonly ended: Date | null;
}

export interface CouncilDraft {
  readonly name: string;
  readonly nameCy: string | null;
  readonly registerId: string | null;
  readonly own: boolean;
  readonly domains: readonly string[];
}
