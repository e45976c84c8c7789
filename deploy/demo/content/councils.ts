import type { DemoCouncil, DemoNode, ServiceArea } from "./types.ts";

/** The three council sites; the loader adds origin, data folder and database. */
export const nodes: readonly DemoNode[] = [
  {
    key: "sunderland",
    name: "Sunderland",
    port: 8101,
    brandColour: "#0b4f5c",
    councils: ["sunderland"],
    administrator: "callum",
    contact: "dev",
  },
  {
    key: "somerset",
    name: "Somerset",
    port: 8102,
    brandColour: "#5b2a3c",
    councils: ["somerset", "exmoor"],
    administrator: "martin",
    contact: "kirsty",
  },
  {
    key: "wiltshire",
    name: "Wiltshire",
    port: 8103,
    brandColour: "#2f5d34",
    councils: ["wiltshire"],
    administrator: "joel",
    contact: "yasmin",
  },
];

/** The four councils; Exmoor Borough Council does not exist. */
export const councils: readonly DemoCouncil[] = [
  {
    key: "sunderland",
    node: "sunderland",
    name: "Sunderland City Council",
    shortName: "Sunderland",
    domains: ["sunderland.gov.example"],
    registerId: "E08000024",
  },
  {
    key: "somerset",
    node: "somerset",
    name: "Somerset Council",
    shortName: "Somerset",
    domains: ["somerset.gov.example"],
    registerId: "E06000066",
  },
  {
    key: "exmoor",
    node: "somerset",
    name: "Exmoor Borough Council",
    shortName: "Exmoor",
    domains: ["exmoor.gov.example"],
    registerId: "E07999001",
  },
  {
    key: "wiltshire",
    node: "wiltshire",
    name: "Wiltshire Council",
    shortName: "Wiltshire",
    domains: ["wiltshire.gov.example"],
    registerId: "E06000054",
  },
];

/** What people and communities choose from, in the order of the list on the form. */
export const serviceAreas: readonly ServiceArea[] = [
  { key: "adults", label: { en: "Adult social care", cy: "Gofal cymdeithasol i oedolion" } },
  { key: "children", label: { en: "Children and families", cy: "Plant a theuluoedd" } },
  { key: "revenues", label: { en: "Council tax and benefits", cy: "Treth gyngor a budd-daliadau" } },
  { key: "digital", label: { en: "Digital and data", cy: "Digidol a data" } },
  { key: "environment", label: { en: "Environmental health", cy: "Iechyd yr amgylchedd" } },
  { key: "highways", label: { en: "Highways and transport", cy: "Priffyrdd a thrafnidiaeth" } },
  { key: "homelessness", label: { en: "Homelessness", cy: "Digartrefedd" } },
  { key: "housing", label: { en: "Housing", cy: "Tai" } },
  {
    key: "information",
    label: { en: "Information rights and records", cy: "Hawliau gwybodaeth a chofnodion" },
  },
  { key: "libraries", label: { en: "Libraries and culture", cy: "Llyfrgelloedd a diwylliant" } },
  { key: "parks", label: { en: "Parks, trees and countryside", cy: "Parciau, coed a chefn gwlad" } },
  { key: "planning", label: { en: "Planning", cy: "Cynllunio" } },
  { key: "schools", label: { en: "Schools and travel to school", cy: "Ysgolion a theithio i’r ysgol" } },
  { key: "send", label: { en: "Special educational needs", cy: "Anghenion addysgol arbennig" } },
  { key: "workforce", label: { en: "Staff and workforce", cy: "Staff a’r gweithlu" } },
  { key: "waste", label: { en: "Waste and recycling", cy: "Gwastraff ac ailgylchu" } },
];
