// SPDX-License-Identifier: Apache-2.0
// The rules for the scripts of the status page. They make up one document, without modules: what one of them declares at its
// left margin, those after it in page.html may use, and so they do not see it as undefined.
import js from "@eslint/js";
import globals from "globals";
import { readFileSync } from "node:fs";

const UI = "webadmin/src/main/resources/io/domainsharing/webadmin/ui/";
const page = readFileSync(UI + "page.html", "utf8");
const scripts = [...page.matchAll(/<script src="([a-z-]+\.js)">/g)].map(match => match[1]);
if (scripts.length === 0) {
    throw new Error(`${UI}page.html names no script`);
}

const declared = new Set();
const eachScript = scripts.map(script => {
    const own = [...readFileSync(UI + script, "utf8").matchAll(/^(?:async )?(?:const|let|function|class) (\w+)/gm)].map(match => match[1]);
    // What runs while the page loads sees what stands before it; what runs later is bound by then. Hence all but its own.
    own.forEach(name => declared.add(name));
    return { script, own };
});

export default [
    js.configs.recommended,
    ...eachScript.map(({ script, own }) => ({
        files: [UI + script],
        languageOptions: {
            // Optional chaining and Object.hasOwn: what a browser of 2022 has.
            ecmaVersion: 2022,
            sourceType: "script",
            globals: {
                ...globals.browser,
                ...Object.fromEntries([...declared].filter(name => !own.includes(name)).map(name => [name, "readonly"])),
            },
        },
        rules: {
            // A file's own names are for the others too.
            "no-unused-vars": ["error", { vars: "local" }],
            "no-redeclare": ["error", { builtinGlobals: false }],
            strict: ["error", "global"],
            eqeqeq: "error",
            "no-var": "error",
            "prefer-const": "error",
            "no-eval": "error",
            "no-implied-eval": "error",
            "no-new-func": "error",
            "no-script-url": "error",
            "no-shadow": "error",
            "consistent-return": "error",
            "array-callback-return": "error",
            "no-loop-func": "error",
            "no-unused-expressions": "error",
            "no-throw-literal": "error",
            "prefer-promise-reject-errors": "error",
            "no-use-before-define": ["error", { functions: false, variables: false }],
            "no-console": "error",
            "no-alert": "error",
        },
    })),
];
