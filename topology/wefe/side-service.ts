import type { VendorService } from "./package/types.js";
import type { WefeService } from "./services.js";
import type { PlacedSide } from "./sides.js";

/** A service of the package as one side runs it. */
export interface SideService {
  readonly side: PlacedSide;
  readonly catalogue: WefeService;
  readonly vendor: VendorService;
  /** Its name in the plan. */
  readonly name: string;
  /** Whether it is what the catalogue means, or stands beside that in the same folder. */
  readonly part: "main" | "beside";
}
