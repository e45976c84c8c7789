document.documentElement.dataset.script = "yes";

export {};
