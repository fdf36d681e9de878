import js from "@eslint/js";
import { configs as lit } from "eslint-plugin-lit";
import { defineConfig, globalIgnores } from "eslint/config";
import typescript from "typescript-eslint";

/** Properties and methods that would turn text into markup. */
const markup = ["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe"];

const wasmOnlyInEngine = {
  group: ["**/pkg*/*", "**/pkg*"],
  message: "Only www/engine imports the wasm.",
};

export default defineConfig(
  globalIgnores([
    "dist",
    "target",
    "node_modules",
    "www/engine/pkg*",
    "python/src/*/attention-explainer.js",
    "test-results",
  ]),
  js.configs.recommended,
  typescript.configs.recommended,
  { ...lit["flat/recommended"], files: ["www/**/*.ts"] },
  {
    rules: {
      // TypeScript knows the globals of each place better.
      "no-undef": "off",
      eqeqeq: "error",
      "no-restricted-properties": [
        "error",
        ...markup.map((property) => ({ property, message: "Text never becomes markup." })),
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      // tsc reports unused parameters and lets an underscore say that it is meant.
      "@typescript-eslint/no-unused-vars": ["error", { args: "none" }],
    },
  },
  {
    files: ["www/**/*.ts"],
    ignores: ["www/engine/**", "www/views/**"],
    rules: {
      "@typescript-eslint/no-restricted-imports": ["error", { patterns: [wasmOnlyInEngine] }],
    },
  },
  {
    files: ["www/views/**/*.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            wasmOnlyInEngine,
            {
              group: ["**/engine/*", "**/engine", "**/state/*", "**/figures/**"],
              allowTypeImports: true,
              message: "A view gets data and knows no engine, no store and no figure.",
            },
          ],
        },
      ],
    },
  },
);
