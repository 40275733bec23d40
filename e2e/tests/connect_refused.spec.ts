// What cannot be connected, and why.
import { expect, test } from "../support/hub.js";
import { signIn } from "../support/signIn.js";
import { idField, sendConnect, tokenField } from "../support/wabas.js";

const BEFORE = "14 numbers in 4 WhatsApp Business Accounts";

// Tokens that the sandbox keeps ready, and one of another WABA.
const EXPIRED = "EAADemoExpired8sC4dXgVjSi0QuZ6aRb9PkNm3IpHeYtW1uLo";
const REVOKED = "EAADemoRevoked9tD5eYhWkTj1RvA7bSc0QlOn4JqIfZuX2vMp";
const WITHOUT_SCOPE = "EAADemoNoManagement0uE6fZiXlUk2SwB8cTd1RmPo5KrJgAvY";
const OTHER_APP = "EAADemoOtherApp1vF7gAjYmVl3TxC9dUe2SnQp6LsKhBwZ4xOr";
const OTHER_WABA = "EAADemoBirchFrance2mW8xRaZdUc4PoS0tKv3JeHg7BkCiqF";

test("what cannot be connected is refused in words at its field, and nothing is stored", async ({ page, hub }) => {
  await signIn(page);
  await expect(page.getByText(BEFORE)).toBeVisible();

  const dialog = await sendConnect(page, "12", "short");
  await expect(idField(dialog)).toHaveAccessibleDescription(/The id has 5 to 25 digits and nothing else\./);
  await expect(tokenField(dialog)).toHaveAccessibleDescription(/A token has 20 to 2,000 characters\. Copy it whole\./);

  const refusals: [string, RegExp][] = [
    ["EAANobodyMadeThisToken0000000000000", /Meta does not accept this token\. Make a new one and copy it whole\./],
    [EXPIRED, /This token has expired\. Make a new one, best without expiry\./],
    [REVOKED, /Meta does not accept this token\./],
    [WITHOUT_SCOPE, /The token lacks the permission whatsapp_business_management\./],
    [OTHER_APP, /This token was made for another Meta app\./],
    [OTHER_WABA, /The token gives no access to this WABA\./],
  ];
  for (const [token, words] of refusals) {
    await sendConnect(page, hub.wabaId, token);
    await expect(tokenField(dialog)).toHaveAccessibleDescription(words);
    await expect(tokenField(dialog)).toHaveAttribute("aria-invalid", "true");
    await expect(tokenField(dialog)).toBeFocused();
  }

  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(BEFORE)).toBeVisible();
});

