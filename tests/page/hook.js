// Stands before all else: records what goes wrong, from the first script on.
window.recorded = [];
addEventListener("error", (event) => recorded.push(`error: ${event.message}`));
addEventListener("unhandledrejection", (event) => recorded.push(`rejection: ${event.reason}`));
addEventListener("securitypolicyviolation", (event) => recorded.push(`policy: ${event.violatedDirective} ${event.blockedURI}`));
for (const level of ["error", "warn"]) console[level] = (...words) => recorded.push(`${level}: ${words.join(" ")}`);
