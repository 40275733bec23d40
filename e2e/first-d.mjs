import {launch,page,B} from "./first-lib.mjs";
const b=await launch();const p=await page(b);
await p.goto(B);await p.locator("table").waitFor();await p.W(500);
// details sync twice
await p.getByRole("link",{name:/Hamburg/}).click();await p.W(1000);
const sy=p.getByRole("button",{name:/Sync/});
await sy.click();await p.W(400);await p.S("sync1");console.log(await sy.innerText());await p.W(1500);await p.S("sync2");await p.T("header, main >> nth=0");console.log(await p.locator("main").innerText().then(t=>t.slice(0,200)));console.log("toast",await p.locator("[role=status]").allInnerTexts());
await sy.click({force:true}).catch(e=>console.log("clickfail",e.message.slice(0,80)));await p.W(1200);await p.S("sync3");console.log((await p.locator("main").ariaSnapshot()).slice(0,1200));console.log("toast",await p.locator("[role=status],[role=alert]").allInnerTexts());
await p.W(1500);await p.reload();await p.W(1500);await p.S("sync4reload");console.log((await p.locator("main").ariaSnapshot()).slice(0,600));
// same via second number of the same WABA
await p.goto(B);await p.getByRole("link",{name:/Berlin/}).click();await p.W(800);await p.getByRole("button",{name:/Sync/}).click({timeout:2000}).catch(e=>console.log("berlin sync disabled"));await p.W(1200);await p.S("sync5berlin");console.log((await p.locator("main").ariaSnapshot()).slice(0,700));
// connect dialog
await p.goto(B);await p.locator("table").waitFor();await p.W(300);
await p.getByRole("button",{name:"Connect a WABA"}).click();await p.W(500);await p.S("connect0");
const d=p.getByRole("dialog");console.log(await d.ariaSnapshot());
const id=d.getByRole("textbox").nth(0), tok=d.locator("input").nth(1);
const sub=d.locator("button[type=submit], button").last();console.log("last btn",await sub.innerText());
const go=async(l,a,t)=>{await id.fill(a);await tok.fill(t);await p.keyboard.press("Enter");await p.W(2200);console.log("##",l,await d.isVisible()?(await d.innerText()).replace(/\n+/g," | "):"CLOSED");await p.S("connect-"+l)};
const T="EAADemoBirchAcademy5pZ1aUdSgRf7NrW3xOy6MhKj0FmEb";
await go("empty","","");await go("letters","abc",T);await go("wrongid","120000000009999",T);await go("wrongtok","120000000000005","EAAnonsense");await go("expired","120000000000005","EAADemoExpired8sC4dXgVjSi0QuZ6aRb9PkNm3IpHeYtW1uLo");
await go("revoked","120000000000005","EAADemoRevoked9tD5eYhWkTj1RvA7bSc0QlOn4JqIfZuX2vMp");await go("noman","120000000000005","EAADemoNoManagement0uE6fZiXlUk2SwB8cTd1RmPo5KrJgAvY");await go("otherapp","120000000000005","EAADemoOtherApp1vF7gAjYmVl3TxC9dUe2SnQp6LsKhBwZ4xOr");
await go("already","120000000000001","EAADemoBirchShared1kT7wPzXcVb3NmQ9rLs2HdGf6YjA0uE");
await go("otherorg","120000000000006","EAADemoCedarClinic6qA2bVeThQg8OsX4yPz7NiLk1GnFcW");
await go("phoneid","130000000000015",T);
await go("good"," 120000000000005 ",T);await p.W(2500);await p.S("connect-after");console.log(p.url());await p.T();
await b.close();
