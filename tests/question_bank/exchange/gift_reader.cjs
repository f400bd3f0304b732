// Runs in Node, with the folder that has gift-pegjs: prints what it reads from a file in GIFT as JSON.
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");

const [folder, file] = process.argv.slice(2);
const { parse } = createRequire(`${folder}/`)("gift-pegjs");
process.stdout.write(JSON.stringify(parse(readFileSync(file, "utf8"))));
