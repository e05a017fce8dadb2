/// <reference types="vite/client" />

// Parts of packages that have no declarations.
declare module "monaco-editor/features/register.all.js";
declare module "monaco-editor/languages/definitions/typescript/register.js";
