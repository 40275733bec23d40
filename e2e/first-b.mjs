import {launch,page,B} from "./first-lib.mjs";
const b=await launch();const p=await page(b);
await p.goto(B);await p.locator("table").waitFor();await p.W(800);
const foot=async l=>console.log(l,p.url().split("/numbers")[1],"|",await p.locator("tbody tr").count(),"|",await p.getByText(/of \d+|No numbers/).first().innerText().catch(()=>"?"));
// menus
for(const n of ["Number status","WABA status","Quality","Limit","WABA"]){await p.getByRole("button",{name:n,exact:true}).click();await p.W(300);
 console.log(n,(await p.locator("body").ariaSnapshot()).split("\n").filter(l=>/menuitem|option|checkbox|dialog/.test(l)).join(";"));await p.S("menu-"+n.replace(" ",""));await p.keyboard.press("Escape");await p.W(200)}
await p.getByRole("button",{name:/Sort/}).click();await p.W(300);console.log((await p.locator("body").ariaSnapshot()).split("\n").filter(l=>/menuitem|option|dialog/.test(l)).join(";"));await p.keyboard.press("Escape");
const s=p.getByRole("searchbox");
for(const q of ["köln","koln","+49 302","4930231","302 312","Pacific","zzzz","%","birch berlin","Banned","  Paris "]){await s.fill(q);await p.W(900);await foot("search "+q); if(q=="zzzz"){await p.S("empty");await p.M(2500)}}
await s.fill("");await p.W(700);
for(const n of [/^All/,/^Running/,/^Need you/,/^Wait for Meta/,/^Wait for op/]){await p.getByRole("button",{name:n}).click();await p.W(700);await foot("tab "+n)}
await p.getByRole("button",{name:/^All/}).click();await p.W(500);
console.log("back/forward");
await s.fill("paris");await p.W(900);await foot("p");await p.getByRole("link",{name:/Paris/}).click();await p.W(1000);console.log(p.url());await p.goBack();await p.W(1200);await foot("back");console.log("searchval",await s.inputValue());await p.goBack();await p.W(900);await foot("back2");
console.log(await p.title());
await b.close();
