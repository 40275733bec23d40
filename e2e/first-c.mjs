import {launch,page,B} from "./first-lib.mjs";
const b=await launch();const p=await page(b);
await p.goto(B);await p.locator("table").waitFor();await p.W(800);
await p.S("list-full",true);
for(const [n,k] of [[/Berlin/,"berlin"],[/Pop-up/,"popup"],[/Chicago/,"chicago"],[/Paris/,"paris"],[/Sydney/,"sydney"],[/Köln/,"koeln"],[/Boston/,"boston"]]){
 await p.getByRole("link",{name:n}).first().click();await p.W(1200);
 console.log("=====",k,await p.title());await p.T();await p.S("d-"+k,true);
 const a=p.getByRole("link",{name:/Activity/}).first();await a.click();await p.W(900);console.log("--act",await p.title());await p.T();await p.S("a-"+k,true);
 await p.goto(B);await p.locator("table").waitFor();await p.W(300);
}
await b.close();
