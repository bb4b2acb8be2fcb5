// What eslint asks of the scripts of pages. Types are the compiler's to check (tsconfig.json).
import js from "@eslint/js";
import globals from "globals";

/** The service worker is a template: it is looked at as it is sent, with nothing in its list. */
const filledIn = {
  preprocess: (text) => [text.replace("{{.Files}}", "[]")],
  postprocess: ([messages]) => messages,
};

export default [
  { ignores: ["**/testdata/axe-core/**", "**/node_modules/**"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: globals.browser },
    rules: {
      "array-callback-return": "error",
      "eqeqeq": "error",
      "no-await-in-loop": "off", // one after the other is meant wherever it stands
      "no-constructor-return": "error",
      "no-else-return": "error",
      "no-eval": "error",
      "no-implicit-coercion": "error",
      "no-implied-eval": "error",
      "no-promise-executor-return": "error",
      "no-self-compare": "error",
      "no-shadow": "error",
      "no-template-curly-in-string": "error",
      "no-throw-literal": "error",
      "no-undef-init": "error",
      "no-unmodified-loop-condition": "error",
      "no-unused-expressions": "error",
      "no-unused-vars": ["error", { ignoreRestSiblings: true, argsIgnorePattern: "^_" }],
      "no-use-before-define": ["error", { functions: false, classes: false, variables: false }],
      "no-useless-concat": "error",
      "no-useless-rename": "error",
      "no-useless-return": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
      "radix": "error",
      "require-atomic-updates": "off", // knows nothing of what a queue holds apart
    },
  },
  {
    files: ["**/sw.js"],
    processor: filledIn,
    languageOptions: { globals: globals.serviceworker },
  },
];
