/** How many bytes a script may have; that is what host/plugin/script.cpp reads. */
export const maximumScriptSize = 8 * 1024 * 1024;
