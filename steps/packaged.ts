/** Starts a step as run.mjs does, in the package that other programs import: there all steps are one bundle. */

// Read before anything is loaded: when the shell around a step is killed, the parent is another one from then on.
const parent = process.ppid;

const { runStep } = await import("./main.js");
runStep(process.argv[2], parent);
