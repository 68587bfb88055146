import type { VendorService } from "./types.js";

/**
 * The services of the package that the catalogue calls by one name: those of the folder of that name, else the one that
 * bears it as its key or as its container's name.
 */
export function servicesNamed(services: readonly VendorService[], name: string): VendorService[] {
  const inFolder = services.filter(({ folder }) => folder === name);
  if (inFolder.length > 0) return inFolder;
  return services.filter((service) => service.name === name || service.containerName === name);
}
