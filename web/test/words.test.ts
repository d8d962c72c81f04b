import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { type Catalogue, en, type Key } from "../src/words/en";

const folder = new URL("../src/words/", import.meta.url);
const others = readdirSync(folder).filter((one) => !/^(en|index)\.ts$/.test(one));

async function catalogueOf(file: string): Promise<Catalogue> {
  const made = await import(/* @vite-ignore */ new URL(file, folder).href) as { catalogue: Catalogue };
  return made.catalogue;
}

const parts = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map((one) => one[0]).sort();

test("no sentence of the desk says that something may be done, or that a place is safe", () => {
  const never = /\b(clear(ed|ance)?|approv\w*|accept\w*|authori[sz]\w*|target\w*|enem(y|ies)|hostile|official|agreed)\b/i;
  for (const [key, sentence] of Object.entries(en)) expect(`${key}: ${sentence}`).not.toMatch(never);
});

test("understood is always said of a place", () => {
  for (const [key, sentence] of Object.entries(en)) {
    for (const found of sentence.matchAll(/understood/gi)) {
      expect(`${key}: ${sentence.slice(0, found.index).toLowerCase()}`).toMatch(/place (is not )?$/);
    }
  }
});

test.each(others)("%s has every word, and puts in what English puts in", async (file) => {
  const { words, dir, code } = await catalogueOf(file);
  expect(["ltr", "rtl"]).toContain(dir);
  expect(file).toBe(`${code}.ts`);
  for (const [key, sentence] of Object.entries(en)) {
    const other = words[key as Key];
    expect(other, `${code} lacks ${key}`).toBeTruthy();
    expect(parts(other ?? ""), `${code} ${key}`).toEqual(parts(sentence));
  }
});
