/**
 * The licences of the simulated Microsoft: SKU ids, part numbers and names as in Microsoft's published table of product names
 * and service plan identifiers. Prices (EUR per seat and month on a yearly term) are made up.
 */
export interface SoldLicence {
  /** Entra SKU id = `provisioningId` of the catalogue. */
  readonly skuId: string;
  readonly partNumber: string;
  readonly title: string;
  readonly price: number;
  readonly maximumSeats: number | null;
  readonly sold: 'everywhere' | 'eea' | 'outside-eea';
  /** Part numbers of the licences of which an add-on needs one; empty = not an add-on. */
  readonly addonOf: readonly string[];
}

/** Part numbers that are no longer sold and still found in tenants. */
export const RETIRED_LICENCES: Readonly<Record<string, string>> = {
  ENTERPRISEWITHSCAL: '1392051d-0cb9-4b7a-88d5-621fee5e8711',
  PROJECTPREMIUM: '09015f9f-377f-4538-bbb5-f75ceb09358a',
  SMB_BUSINESS_ESSENTIALS: 'dab7782a-93b1-4074-8bb1-0e61318bea0b',
  MIDSIZEPACK: '04a7fb0d-32e0-4241-b4f5-3f7618cd1162',
  STANDARDWOFFPACK_FACULTY: '94763226-9b3c-4e75-a931-5c89701abe66',
};

// biome-ignore format: one licence per line
const TABLE: readonly (readonly [skuId: string, partNumber: string, title: string, price: number, maximumSeats: number | null, sold: SoldLicence['sold'], addonOf: string])[] = [
  ['3b555118-da6a-4418-894f-7df1e2096870', 'O365_BUSINESS_ESSENTIALS', 'Microsoft 365 Business Basic', 5.6, 300, 'everywhere', ''],
  ['f245ecc8-75af-4f8e-b61f-27d8114de5f3', 'O365_BUSINESS_PREMIUM', 'Microsoft 365 Business Standard', 11.7, 300, 'everywhere', ''],
  ['cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46', 'SPB', 'Microsoft 365 Business Premium', 20.6, 300, 'everywhere', ''],
  ['cdd28e44-67e3-425e-be4c-737fab2899d3', 'O365_BUSINESS', 'Microsoft 365 Apps for business', 9.8, 300, 'everywhere', ''],
  ['b1f3042b-a390-4b56-ab61-b88e7e767a97', 'Microsoft_365_Business_Basic_EEA_(no_Teams)', 'Microsoft 365 Business Basic EEA (no Teams)', 4.7, 300, 'eea', ''],
  ['c1f79c29-5d7a-4bec-a2c1-1a76774864c0', 'Office_365_w/o_Teams_Bundle_Business_Standard', 'Microsoft 365 Business Standard EEA (no Teams)', 9.8, 300, 'eea', ''],
  ['a3f586b6-8cce-4d9b-99d6-55238397f77a', 'Office_365_w/o_Teams_Bundle_Business_Premium', 'Microsoft 365 Business Premium EEA (no Teams)', 18.7, 300, 'eea', ''],
  ['21502a13-c8dc-4744-be9c-177fd9d2eafc', 'Microsoft_365_Business_Basic_(no Teams)', 'Microsoft 365 Business Basic (no Teams)', 4.8, 300, 'outside-eea', ''],
  ['5a1c7b8d-0739-4ca8-bf69-ec87e69133ac', 'MICROSOFT_365_BUSINESS_STANDARD_NO_TEAMS', 'Microsoft 365 Business Standard (no Teams)', 10, 300, 'outside-eea', ''],
  ['00e1ec7b-e4a3-40d1-9441-b69b597ab222', 'Microsoft_365_ Business_ Premium_(no Teams)', 'Microsoft 365 Business Premium (no Teams)', 19, 300, 'outside-eea', ''],
  ['c2273bd0-dff7-4215-9ef5-2c7bcfb06425', 'OFFICESUBSCRIPTION', 'Microsoft 365 Apps for enterprise', 12.8, null, 'everywhere', ''],
  ['18181a46-0d4e-45cd-891e-60aabd171b4e', 'STANDARDPACK', 'Office 365 E1', 8.6, null, 'everywhere', ''],
  ['6fd2c87f-b296-42f0-b197-1e91e994b900', 'ENTERPRISEPACK', 'Office 365 E3', 21.6, null, 'everywhere', ''],
  ['c7df2760-2c81-4ef7-b578-5b5392b571df', 'ENTERPRISEPREMIUM', 'Office 365 E5', 35.7, null, 'everywhere', ''],
  ['b57282e3-65bd-4252-9502-c0eae1e5ab7f', 'Office_365_w/o_Teams_Bundle_E1', 'Office 365 E1 EEA (no Teams)', 7.5, null, 'eea', ''],
  ['d711d25a-a21c-492f-bd19-aae1e8ebaf30', 'O365_w/o_Teams_Bundle_E3', 'Office 365 E3 EEA (no Teams)', 19.4, null, 'eea', ''],
  ['cf50bae9-29e8-4775-b07c-56ee10e3776d', 'Office_365_w/o_Teams_Bundle_E5', 'Office 365 E5 EEA (no Teams)', 33.5, null, 'eea', ''],
  ['f8ced641-8e17-4dc5-b014-f5a2d53f6ac8', 'Office_365_E1_(no_Teams)', 'Office 365 E1 (no Teams)', 7.7, null, 'outside-eea', ''],
  ['46c3a859-c90d-40b3-9551-6178a48d5c18', 'Office_365_E3_(no_Teams)', 'Office 365 E3 (no Teams)', 19.8, null, 'outside-eea', ''],
  ['4b585984-651b-448a-9e53-3b10f069cf7f', 'DESKLESSPACK', 'Office 365 F3', 3.7, null, 'everywhere', ''],
  ['50f60901-3181-4b75-8a2c-4c8e4c1d5a72', 'M365_F1_COMM', 'Microsoft 365 F1', 2.1, null, 'everywhere', ''],
  ['66b55226-6b4f-492c-910c-a3b7a3c9d993', 'SPE_F1', 'Microsoft 365 F3', 7.5, null, 'everywhere', ''],
  ['05e9a617-0261-4cee-bb44-138d3ef5d965', 'SPE_E3', 'Microsoft 365 E3', 35.7, null, 'everywhere', ''],
  ['06ebc4ee-1bb5-47dd-8120-11324bc54e06', 'SPE_E5', 'Microsoft 365 E5', 56.4, null, 'everywhere', ''],
  ['c2fe850d-fbbb-4858-b67d-bd0c6e746da3', 'O365_w/o Teams Bundle_M3', 'Microsoft 365 E3 EEA (no Teams)', 33.6, null, 'eea', ''],
  ['3271cf8e-2be5-4a09-a549-70fd05baaa17', 'O365_w/o_Teams_Bundle_M5', 'Microsoft 365 E5 EEA (no Teams)', 54.1, null, 'eea', ''],
  ['dcf0408c-aaec-446c-afd4-43e3683943ea', 'Microsoft_365_E3_(no_Teams)', 'Microsoft 365 E3 (no Teams)', 34.1, null, 'outside-eea', ''],
  ['18a4bd3f-0b5b-4887-b04f-61dd0ee15f5e', 'Microsoft_365_E5_(no_Teams)', 'Microsoft 365 E5 (no Teams)', 55, null, 'outside-eea', ''],
  ['7e74bd05-2c47-404e-829a-ba95c66fe8e5', 'Microsoft_Teams_EEA_New', 'Microsoft Teams EEA', 4.9, null, 'eea', ''],
  ['7e31c0d9-9551-471d-836f-32ee72be4a01', 'Microsoft_Teams_Enterprise_New', 'Microsoft Teams Enterprise', 5, null, 'outside-eea', ''],
  ['3ab6abff-666f-4424-bfb7-f0bc274ec7bc', 'TEAMS_ESSENTIALS_AAD', 'Microsoft Teams Essentials', 3.7, 300, 'everywhere', ''],
  ['4b9405b0-7788-4568-add1-99614e613b69', 'EXCHANGESTANDARD', 'Exchange Online (Plan 1)', 3.7, null, 'everywhere', ''],
  ['19ec0d23-8335-4cbd-94ac-6050e30712fa', 'EXCHANGEENTERPRISE', 'Exchange Online (Plan 2)', 7.5, null, 'everywhere', ''],
  ['80b2d799-d2ba-4d2a-8842-fb0d0f3a4b82', 'EXCHANGEDESKLESS', 'Exchange Online Kiosk', 1.9, null, 'everywhere', ''],
  ['ee02fd1b-340e-4a4b-b355-4a514e4c8943', 'EXCHANGEARCHIVE_ADDON', 'Exchange Online Archiving for Exchange Online', 2.8, null, 'everywhere', 'EXCHANGESTANDARD O365_BUSINESS_ESSENTIALS O365_BUSINESS_PREMIUM'],
  ['1fc08a02-8b3d-43b9-831e-f76859e04e1a', 'SHAREPOINTSTANDARD', 'SharePoint Online (Plan 1)', 4.7, null, 'everywhere', ''],
  ['a9732ec9-17d9-494c-a51c-d6b45b384dcb', 'SHAREPOINTENTERPRISE', 'SharePoint Online (Plan 2)', 9.4, null, 'everywhere', ''],
  ['f8a1db68-be16-40ed-86d5-cb42ce701560', 'POWER_BI_PRO', 'Power BI Pro', 13.1, null, 'everywhere', ''],
  ['c1d032e0-5619-4761-9b5c-75b6831e1711', 'PBI_PREMIUM_PER_USER', 'Power BI Premium Per User', 22.5, null, 'everywhere', ''],
  ['4b244418-9658-4451-a2b8-b5e2b364e9bd', 'VISIOONLINE_PLAN1', 'Visio Plan 1', 4.7, null, 'everywhere', ''],
  ['c5928f49-12ba-48f7-ada3-0d743a3601d5', 'VISIOCLIENT', 'Visio Plan 2', 14.1, null, 'everywhere', ''],
  ['beb6439c-caad-48d3-bf46-0c82871e12be', 'PROJECT_P1', 'Planner Plan 1', 9.4, null, 'everywhere', ''],
  ['53818b1b-4a27-454b-8896-0dba576410e6', 'PROJECTPROFESSIONAL', 'Planner and Project Plan 3', 28.2, null, 'everywhere', ''],
  ['efccb6f7-5641-4e0e-bd10-b4976e1bf68e', 'EMS', 'Enterprise Mobility + Security E3', 9.9, null, 'everywhere', ''],
  ['b05e124f-c7cc-45a0-a6aa-8cf78c946968', 'EMSPREMIUM', 'Enterprise Mobility + Security E5', 15.4, null, 'everywhere', ''],
  ['078d2b04-f1bd-4111-bbd4-b4b1b354cef4', 'AAD_PREMIUM', 'Microsoft Entra ID P1', 5.6, null, 'everywhere', ''],
  ['84a661c4-e949-4bd2-a560-ed7766fcaf2b', 'AAD_PREMIUM_P2', 'Microsoft Entra ID P2', 8.4, null, 'everywhere', ''],
  ['061f9ace-7d42-4136-88ac-31dc755f143f', 'INTUNE_A', 'Microsoft Intune Plan 1', 7.5, null, 'everywhere', ''],
  ['4ef96642-f096-40de-a3e9-d83fb2f90211', 'ATP_ENTERPRISE', 'Microsoft Defender for Office 365 (Plan 1)', 1.9, null, 'everywhere', ''],
  ['3dd6cf57-d688-4eed-ba52-9e40b5468c3e', 'THREAT_INTELLIGENCE', 'Microsoft Defender for Office 365 (Plan 2)', 4.7, null, 'everywhere', ''],
  ['5e1e7702-a2b7-4360-8d07-2f515792896f', 'MDE_SMB', 'Microsoft Defender for Business', 2.8, 300, 'everywhere', ''],
  ['e43b5b99-8dfb-405f-9987-dc307f34bcbd', 'MCOEV', 'Microsoft Teams Phone Standard', 9.4, null, 'everywhere', 'ENTERPRISEPACK STANDARDPACK SPE_E3 O365_BUSINESS_PREMIUM SPB Microsoft_Teams_EEA_New Microsoft_Teams_Enterprise_New'],
  ['639dec6b-bb19-468b-871c-c5c441c4b0cb', 'Microsoft_365_Copilot', 'Microsoft 365 Copilot', 28.1, null, 'everywhere', 'SPE_E3 SPE_E5 ENTERPRISEPACK ENTERPRISEPREMIUM O365_BUSINESS_PREMIUM SPB'],
  ['135bee78-485b-4181-ad6e-40286e311850', 'CPC_B_2C_4RAM_128GB', 'Windows 365 Business 2 vCPU 4 GB 128 GB', 31, 300, 'everywhere', ''],
  ['71f21848-f89b-4aaa-a2dc-780c8e8aac5b', 'CPC_B_2C_8RAM_128GB', 'Windows 365 Business 2 vCPU 8 GB 128 GB', 41.3, 300, 'everywhere', ''],
  ['e2aebe6c-897d-480f-9d62-fff1381581f7', 'CPC_E_2C_8GB_128GB', 'Windows 365 Enterprise 2 vCPU 8 GB 128 GB', 38.5, null, 'everywhere', ''],
  ['2880026b-2b0c-4251-8656-5d41ff11e3aa', 'DYN365_BUSCENTRAL_ESSENTIAL', 'Dynamics 365 Business Central Essentials', 65.7, null, 'everywhere', ''],
];

export const SOLD_LICENCES: readonly SoldLicence[] = TABLE.map(
  ([skuId, partNumber, title, price, maximumSeats, sold, addonOf]) => ({
    skuId,
    partNumber,
    title,
    price,
    maximumSeats,
    sold,
    addonOf: addonOf === '' ? [] : addonOf.split(' '),
  }),
);

const SKU_IDS = new Map([
  ...SOLD_LICENCES.map(({ partNumber, skuId }) => [partNumber, skuId] as const),
  ...Object.entries(RETIRED_LICENCES),
]);

/** Entra SKU id of a part number used in the stories. */
export function skuIdOf(partNumber: string): string {
  const skuId = SKU_IDS.get(partNumber);
  if (skuId === undefined) throw new Error(`No licence ${partNumber} in the sandbox`);
  return skuId;
}
