import { expect, test } from "vitest";
import { type Catalogue, english, type Key } from "../src/words/catalogue";

const files = import.meta.glob<Catalogue>("../src/words/*.json", { eager: true, import: "default" });
const others = Object.entries(files).map(([path, made]) => ({ path, ...made })).filter((one) => one.code !== "en");
const en = english.words;

const parts = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map((one) => one[0]).sort();

test("no sentence of the desk says that something may be done, or that a place is safe", () => {
  const never = /\b(clear(ed|ance)?|approv\w*|accept\w*|authori[sz]\w*|target\w*|enem(y|ies)|hostile|official|agreed)\b/i;
  for (const [key, sentence] of Object.entries(en)) expect(`${key}: ${sentence}`).not.toMatch(never);
});

test("understood is always said of a place, or of a file", () => {
  for (const [key, sentence] of Object.entries(en)) {
    for (const found of sentence.matchAll(/understood/gi)) {
      expect(`${key}: ${sentence.slice(0, found.index).toLowerCase()}`).toMatch(/(place (is not )?|file )$/);
    }
  }
});

test.each(others)("$name has every word, and puts in what English puts in", ({ path, words, dir, code }) => {
  expect(["ltr", "rtl"]).toContain(dir);
  expect(path).toBe(`../src/words/${code}.json`);
  for (const [key, sentence] of Object.entries(en)) {
    const other = words[key as Key];
    expect(other, `${code} lacks ${key}`).toBeTruthy();
    expect(parts(other ?? ""), `${code} ${key}`).toEqual(parts(sentence));
  }
});
