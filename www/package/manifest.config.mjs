// `custom-elements.json`: what the figures' doc comments say, for editors and for tables of the
// documentation. Private parts and the modules behind the elements are left out.

/** @typedef {{ kind: string, path: string, declarations?: any[], exports?: any[] }} Module */

/** `d-k` is the property `dK`. @param {string} attribute */
const propertyOf = (attribute) =>
  attribute.replace(/-(.)/g, (_, /** @type {string} */ letter) => letter.toUpperCase());

/** What Lit and the figures among themselves use. */
const INTERNAL = new Set(["fields", "styles", "observedAttributes"]);

/** @param {{ privacy?: string, name: string }} member */
const isPublic = ({ privacy, name }) =>
  (privacy ?? "public") === "public" &&
  !INTERNAL.has(name) &&
  !/^(connected|disconnected|attributeChanged)Callback$/.test(name);

const publish = {
  name: "publish",
  /** @param {{ customElementsManifest: { modules: Module[] } }} context */
  packageLinkPhase({ customElementsManifest: manifest }) {
    manifest.modules = manifest.modules.filter(({ path }) => /\/attention-[a-z-]+\.ts$/.test(path));
    for (const module of manifest.modules) {
      const file = module.path;
      module.path = file.replace(/^www\/(.*)\.ts$/, "dist/package/$1.js");
      for (const { declaration } of module.exports ?? []) {
        if (declaration?.module === file) declaration.module = module.path;
      }
      module.declarations = module.declarations?.filter(({ kind }) => kind === "class");
      for (const figure of module.declarations ?? []) tidy(figure);
    }
    manifest.modules.push(...manifest.modules.map(definition));
  },
};

/**
 * The entry that defines what another one exports.
 * @param {Module} module
 * @returns {Module}
 */
const definition = ({ kind, path, declarations: [{ name, tagName }] = [] }) => ({
  kind,
  path: path.replace("/figures/", "/define/"),
  exports: [
    {
      kind: "custom-element-definition",
      name: tagName,
      declaration: { name, module: path },
    },
  ],
});

/** @param {any} figure */
function tidy(figure) {
  // They are in no module of the manifest.
  delete figure.superclass;
  figure.members = figure.members?.filter(isPublic);
  figure.events = figure.events?.filter(({ name = "" }) => name.startsWith("attention-"));
  for (const attribute of figure.attributes ?? []) {
    const name = (attribute.fieldName = propertyOf(attribute.name));
    const { type, description } = attribute;
    const member = figure.members?.find((/** @type {any} */ known) => known.name === name);
    if (member) member.attribute = attribute.name;
    // Made at run time: see www/figures/frame/fields.ts.
    else
      figure.members?.push({ kind: "field", name, type, description, attribute: attribute.name });
  }
  for (const list of ["attributes", "members", "events", "slots", "cssParts", "cssProperties"]) {
    for (const item of figure[list] ?? []) delete item.inheritedFrom;
  }
}

export default {
  globs: ["www/figures/attention-*.ts", "www/figures/frame/*.ts"],
  outdir: "dist",
  litelement: true,
  packagejson: false,
  plugins: [publish],
};
