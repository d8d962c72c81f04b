/** Files handed over, as the node tells of them. */

export type DocumentReceipt = {
  party: string;
  officer: string;
  stage: "received" | "shown" | "loaded" | "understood";
  at: string;
  /** into what it was loaded, as which version */
  terminal: string;
  version: string;
  words: string;
};

export type DocumentRow = {
  id: string;
  party: string;
  officer: string;
  at: string;
  until: string | null;
  title: string;
  edition: string;
  length: number;
  sha256: string;
  words: string;
  to: string[];
  public: boolean;
  withdrawn: string | null;
  given: boolean;
  state: "whole" | "coming" | "named";
  /** of 256 KiB each */
  parts: number;
  here: number;
  receipts: DocumentReceipt[];
};
