// Types of what static/vendor holds after the build.
export { default as uPlot } from "uplot";
