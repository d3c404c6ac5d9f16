// Says what is in Salesforce projects, as their manifests would, and converts them for deployment.
// Reads the folders as JSON, a list of pairs: the folder of the source, and where to convert it to.
const { createRequire } = require("node:module");

const need = createRequire(`${process.argv[2]}/`);
const { ComponentSet, MetadataConverter } = need("@salesforce/source-deploy-retrieve");

const main = async () => {
  let text = "";
  for await (const part of process.stdin) text += part;
  const said = [];
  for (const [source, target] of JSON.parse(text)) {
    const components = ComponentSet.fromSource(source);
    const { types } = (await components.getObject()).Package;
    await new MetadataConverter().convert(components, "metadata", {
      type: "directory",
      outputDirectory: target,
      genUniqueDir: false,
    });
    said.push(Object.fromEntries(types.map(({ name, members }) => [name, members])));
  }
  // The library leaves something running; nobody waits for it.
  process.stdout.write(JSON.stringify(said), () => process.exit(0));
};

main();
