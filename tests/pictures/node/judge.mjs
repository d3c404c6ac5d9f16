// Reads BPMN files as JSON, name by text, and says what the parser warns of and the linter reports.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const need = createRequire(`${process.argv[2]}/`);
const { BpmnModdle } = await import(pathToFileURL(need.resolve("bpmn-moddle")));
const { Linter } = need("bpmnlint");
const NodeResolver = need("bpmnlint/lib/resolver/node-resolver");

let text = "";
for await (const part of process.stdin) text += part;
const judged = {};
for (const [name, written] of Object.entries(JSON.parse(text))) {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(written);
  const linter = new Linter({
    config: { extends: "bpmnlint:recommended" },
    resolver: new NodeResolver({ require: need }),
  });
  const reports = await linter.lint(rootElement);
  judged[name] = [
    ...warnings.map((each) => each.message),
    ...Object.entries(reports).flatMap(([rule, found]) =>
      found.map((each) => `${rule}: ${each.id}: ${each.message}`),
    ),
  ];
}
process.stdout.write(JSON.stringify(judged));
