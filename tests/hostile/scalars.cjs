// What eemeli's yaml makes of each text in scalars.json, written as "a: TEXT".
//
//   npm install yaml && NODE_PATH=node_modules node tests/hostile/scalars.cjs [--check]
//
// Writes the values into scalars.json; with --check it only compares, and says what differs.
const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const yaml = require("yaml");

const file = join(__dirname, "scalars.json");
const known = JSON.parse(readFileSync(file, "utf8"));

function valueOf(text) {
  const document = yaml.parseDocument(`a: ${text}`, { version: "1.2", schema: "core" });
  if (document.errors.length > 0) return { refused: true };
  let value;
  try {
    value = document.toJS().a;
  } catch {
    return { refused: true }; // an alias of nothing
  }
  return typeof value === "number" && !Number.isFinite(value) ? { number: String(value) } : value;
}

const made = known.values.map(([text]) => [text, valueOf(text)]);
const { version } = require("yaml/package.json");
if (process.argv.includes("--check")) {
  made.forEach(([text, value], number) => {
    if (JSON.stringify(value) !== JSON.stringify(known.values[number][1])) {
      console.log(`yaml ${version}: ${JSON.stringify(text)} is ${JSON.stringify(value)}`);
      process.exitCode = 1;
    }
  });
} else {
  const lines = made.map((pair) => `    ${JSON.stringify(pair)}`).join(",\n");
  writeFileSync(file, `{\n  "yaml": "${version}",\n  "values": [\n${lines}\n  ]\n}\n`);
}
