// What <re-timeline> draws with.
export { default as uPlot } from "uplot";
