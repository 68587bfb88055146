import { expect, test } from "vitest";
import { kafkaPlaintext } from "./kafka-plaintext.js";
import { fabricWith, pathsOf } from "./test-stack.js";

test.each([
  { type: "kafka", warned: true },
  { type: "etcdraft", warned: false },
])("ordering by $type warns of plain traffic: $warned", ({ type, warned }) => {
  const { ordering } = fabricWith({ "fabric.ordering.type": type });
  expect(pathsOf(kafkaPlaintext, ordering)).toEqual(warned ? ["kafka"] : []);
});
