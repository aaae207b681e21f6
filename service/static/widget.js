/*! Dateline widget, Apache-2.0. Licences of what it contains: widget.licenses.txt */
var me=globalThis,fe=me.ShadowRoot&&(me.ShadyCSS===void 0||me.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,Re=Symbol(),et=new WeakMap,oe=class{constructor(e,r,n){if(this._$cssResult$=!0,n!==Re)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=r}get styleSheet(){let e=this.o,r=this.t;if(fe&&e===void 0){let n=r!==void 0&&r.length===1;n&&(e=et.get(r)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),n&&et.set(r,e))}return e}toString(){return this.cssText}},tt=t=>new oe(typeof t=="string"?t:t+"",void 0,Re),C=(t,...e)=>{let r=t.length===1?t[0]:e.reduce((n,s,o)=>n+(i=>{if(i._$cssResult$===!0)return i.cssText;if(typeof i=="number")return i;throw Error("Value passed to 'css' function must be a 'css' function result: "+i+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(s)+t[o+1],t[0]);return new oe(r,t,Re)},rt=(t,e)=>{if(fe)t.adoptedStyleSheets=e.map(r=>r instanceof CSSStyleSheet?r:r.styleSheet);else for(let r of e){let n=document.createElement("style"),s=me.litNonce;s!==void 0&&n.setAttribute("nonce",s),n.textContent=r.cssText,t.appendChild(n)}},Pe=fe?t=>t:t=>t instanceof CSSStyleSheet?(e=>{let r="";for(let n of e.cssRules)r+=n.cssText;return tt(r)})(t):t;var{is:gr,defineProperty:br,getOwnPropertyDescriptor:yr,getOwnPropertyNames:$r,getOwnPropertySymbols:vr,getPrototypeOf:wr}=Object,ge=globalThis,nt=ge.trustedTypes,Ar=nt?nt.emptyScript:"",xr=ge.reactiveElementPolyfillSupport,ie=(t,e)=>t,Oe={toAttribute(t,e){switch(e){case Boolean:t=t?Ar:null;break;case Object:case Array:t=t==null?t:JSON.stringify(t)}return t},fromAttribute(t,e){let r=t;switch(e){case Boolean:r=t!==null;break;case Number:r=t===null?null:Number(t);break;case Object:case Array:try{r=JSON.parse(t)}catch{r=null}}return r}},ot=(t,e)=>!gr(t,e),st={attribute:!0,type:String,converter:Oe,reflect:!1,useDefault:!1,hasChanged:ot};Symbol.metadata??=Symbol("metadata"),ge.litPropertyMetadata??=new WeakMap;var R=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,r=st){if(r.state&&(r.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((r=Object.create(r)).wrapped=!0),this.elementProperties.set(e,r),!r.noAccessor){let n=Symbol(),s=this.getPropertyDescriptor(e,n,r);s!==void 0&&br(this.prototype,e,s)}}static getPropertyDescriptor(e,r,n){let{get:s,set:o}=yr(this.prototype,e)??{get(){return this[r]},set(i){this[r]=i}};return{get:s,set(i){let a=s?.call(this);o?.call(this,i),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??st}static _$Ei(){if(this.hasOwnProperty(ie("elementProperties")))return;let e=wr(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(ie("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(ie("properties"))){let r=this.properties,n=[...$r(r),...vr(r)];for(let s of n)this.createProperty(s,r[s])}let e=this[Symbol.metadata];if(e!==null){let r=litPropertyMetadata.get(e);if(r!==void 0)for(let[n,s]of r)this.elementProperties.set(n,s)}this._$Eh=new Map;for(let[r,n]of this.elementProperties){let s=this._$Eu(r,n);s!==void 0&&this._$Eh.set(s,r)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let r=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let s of n)r.unshift(Pe(s))}else e!==void 0&&r.push(Pe(e));return r}static _$Eu(e,r){let n=r.attribute;return n===!1?void 0:typeof n=="string"?n:typeof e=="string"?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,r=this.constructor.elementProperties;for(let n of r.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return rt(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,r,n){this._$AK(e,n)}_$ET(e,r){let n=this.constructor.elementProperties.get(e),s=this.constructor._$Eu(e,n);if(s!==void 0&&n.reflect===!0){let o=(n.converter?.toAttribute!==void 0?n.converter:Oe).toAttribute(r,n.type);this._$Em=e,o==null?this.removeAttribute(s):this.setAttribute(s,o),this._$Em=null}}_$AK(e,r){let n=this.constructor,s=n._$Eh.get(e);if(s!==void 0&&this._$Em!==s){let o=n.getPropertyOptions(s),i=typeof o.converter=="function"?{fromAttribute:o.converter}:o.converter?.fromAttribute!==void 0?o.converter:Oe;this._$Em=s;let a=i.fromAttribute(r,o.type);this[s]=a??this._$Ej?.get(s)??a,this._$Em=null}}requestUpdate(e,r,n,s=!1,o){if(e!==void 0){let i=this.constructor;if(s===!1&&(o=this[e]),n??=i.getPropertyOptions(e),!((n.hasChanged??ot)(o,r)||n.useDefault&&n.reflect&&o===this._$Ej?.get(e)&&!this.hasAttribute(i._$Eu(e,n))))return;this.C(e,r,n)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(e,r,{useDefault:n,reflect:s,wrapped:o},i){n&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,i??r??this[e]),o!==!0||i!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(r=void 0),this._$AL.set(e,r)),s===!0&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(r){Promise.reject(r)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[s,o]of this._$Ep)this[s]=o;this._$Ep=void 0}let n=this.constructor.elementProperties;if(n.size>0)for(let[s,o]of n){let{wrapped:i}=o,a=this[s];i!==!0||this._$AL.has(s)||a===void 0||this.C(s,void 0,o,a)}}let e=!1,r=this._$AL;try{e=this.shouldUpdate(r),e?(this.willUpdate(r),this._$EO?.forEach(n=>n.hostUpdate?.()),this.update(r)):this._$EM()}catch(n){throw e=!1,this._$EM(),n}e&&this._$AE(r)}willUpdate(e){}_$AE(e){this._$EO?.forEach(r=>r.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(r=>this._$ET(r,this[r])),this._$EM()}updated(e){}firstUpdated(e){}};R.elementStyles=[],R.shadowRootOptions={mode:"open"},R[ie("elementProperties")]=new Map,R[ie("finalized")]=new Map,xr?.({ReactiveElement:R}),(ge.reactiveElementVersions??=[]).push("2.1.2");var Le=globalThis,it=t=>t,be=Le.trustedTypes,at=be?be.createPolicy("lit-html",{createHTML:t=>t}):void 0,Ie="$lit$",P=`lit$${Math.random().toFixed(9).slice(2)}$`,qe="?"+P,Sr=`<${qe}>`,W=document,le=()=>W.createComment(""),de=t=>t===null||typeof t!="object"&&typeof t!="function",He=Array.isArray,ht=t=>He(t)||typeof t?.[Symbol.iterator]=="function",Me=`[ 	
\f\r]`,ae=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,lt=/-->/g,dt=/>/g,D=RegExp(`>|${Me}(?:([^\\s"'>=/]+)(${Me}*=${Me}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),ct=/'/g,ut=/"/g,mt=/^(?:script|style|textarea|title)$/i,Ue=t=>(e,...r)=>({_$litType$:t,strings:e,values:r}),h=Ue(1),q=Ue(2),Hn=Ue(3),_=Symbol.for("lit-noChange"),p=Symbol.for("lit-nothing"),pt=new WeakMap,N=W.createTreeWalker(W,129);function ft(t,e){if(!He(t)||!t.hasOwnProperty("raw"))throw Error("invalid template strings array");return at!==void 0?at.createHTML(e):e}var gt=(t,e)=>{let r=t.length-1,n=[],s,o=e===2?"<svg>":e===3?"<math>":"",i=ae;for(let a=0;a<r;a++){let l=t[a],m,f,c=-1,g=0;for(;g<l.length&&(i.lastIndex=g,f=i.exec(l),f!==null);)g=i.lastIndex,i===ae?f[1]==="!--"?i=lt:f[1]!==void 0?i=dt:f[2]!==void 0?(mt.test(f[2])&&(s=RegExp("</"+f[2],"g")),i=D):f[3]!==void 0&&(i=D):i===D?f[0]===">"?(i=s??ae,c=-1):f[1]===void 0?c=-2:(c=i.lastIndex-f[2].length,m=f[1],i=f[3]===void 0?D:f[3]==='"'?ut:ct):i===ut||i===ct?i=D:i===lt||i===dt?i=ae:(i=D,s=void 0);let y=i===D&&t[a+1].startsWith("/>")?" ":"";o+=i===ae?l+Sr:c>=0?(n.push(m),l.slice(0,c)+Ie+l.slice(c)+P+y):l+P+(c===-2?a:y)}return[ft(t,o+(t[r]||"<?>")+(e===2?"</svg>":e===3?"</math>":"")),n]},ce=class t{constructor({strings:e,_$litType$:r},n){let s;this.parts=[];let o=0,i=0,a=e.length-1,l=this.parts,[m,f]=gt(e,r);if(this.el=t.createElement(m,n),N.currentNode=this.el.content,r===2||r===3){let c=this.el.content.firstChild;c.replaceWith(...c.childNodes)}for(;(s=N.nextNode())!==null&&l.length<a;){if(s.nodeType===1){if(s.hasAttributes())for(let c of s.getAttributeNames())if(c.endsWith(Ie)){let g=f[i++],y=s.getAttribute(c).split(P),v=/([.?@])?(.*)/.exec(g);l.push({type:1,index:o,name:v[2],strings:y,ctor:v[1]==="."?$e:v[1]==="?"?ve:v[1]==="@"?we:V}),s.removeAttribute(c)}else c.startsWith(P)&&(l.push({type:6,index:o}),s.removeAttribute(c));if(mt.test(s.tagName)){let c=s.textContent.split(P),g=c.length-1;if(g>0){s.textContent=be?be.emptyScript:"";for(let y=0;y<g;y++)s.append(c[y],le()),N.nextNode(),l.push({type:2,index:++o});s.append(c[g],le())}}}else if(s.nodeType===8)if(s.data===qe)l.push({type:2,index:o});else{let c=-1;for(;(c=s.data.indexOf(P,c+1))!==-1;)l.push({type:7,index:o}),c+=P.length-1}o++}}static createElement(e,r){let n=W.createElement("template");return n.innerHTML=e,n}};function B(t,e,r=t,n){if(e===_)return e;let s=n!==void 0?r._$Co?.[n]:r._$Cl,o=de(e)?void 0:e._$litDirective$;return s?.constructor!==o&&(s?._$AO?.(!1),o===void 0?s=void 0:(s=new o(t),s._$AT(t,r,n)),n!==void 0?(r._$Co??=[])[n]=s:r._$Cl=s),s!==void 0&&(e=B(t,s._$AS(t,e.values),s,n)),e}var ye=class{constructor(e,r){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=r}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:r},parts:n}=this._$AD,s=(e?.creationScope??W).importNode(r,!0);N.currentNode=s;let o=N.nextNode(),i=0,a=0,l=n[0];for(;l!==void 0;){if(i===l.index){let m;l.type===2?m=new X(o,o.nextSibling,this,e):l.type===1?m=new l.ctor(o,l.name,l.strings,this,e):l.type===6&&(m=new Ae(o,this,e)),this._$AV.push(m),l=n[++a]}i!==l?.index&&(o=N.nextNode(),i++)}return N.currentNode=W,s}p(e){let r=0;for(let n of this._$AV)n!==void 0&&(n.strings!==void 0?(n._$AI(e,n,r),r+=n.strings.length-2):n._$AI(e[r])),r++}},X=class t{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,r,n,s){this.type=2,this._$AH=p,this._$AN=void 0,this._$AA=e,this._$AB=r,this._$AM=n,this.options=s,this._$Cv=s?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,r=this._$AM;return r!==void 0&&e?.nodeType===11&&(e=r.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,r=this){e=B(this,e,r),de(e)?e===p||e==null||e===""?(this._$AH!==p&&this._$AR(),this._$AH=p):e!==this._$AH&&e!==_&&this._(e):e._$litType$!==void 0?this.$(e):e.nodeType!==void 0?this.T(e):ht(e)?this.k(e):this._(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==p&&de(this._$AH)?this._$AA.nextSibling.data=e:this.T(W.createTextNode(e)),this._$AH=e}$(e){let{values:r,_$litType$:n}=e,s=typeof n=="number"?this._$AC(e):(n.el===void 0&&(n.el=ce.createElement(ft(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===s)this._$AH.p(r);else{let o=new ye(s,this),i=o.u(this.options);o.p(r),this.T(i),this._$AH=o}}_$AC(e){let r=pt.get(e.strings);return r===void 0&&pt.set(e.strings,r=new ce(e)),r}k(e){He(this._$AH)||(this._$AH=[],this._$AR());let r=this._$AH,n,s=0;for(let o of e)s===r.length?r.push(n=new t(this.O(le()),this.O(le()),this,this.options)):n=r[s],n._$AI(o),s++;s<r.length&&(this._$AR(n&&n._$AB.nextSibling,s),r.length=s)}_$AR(e=this._$AA.nextSibling,r){for(this._$AP?.(!1,!0,r);e!==this._$AB;){let n=it(e).nextSibling;it(e).remove(),e=n}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},V=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,r,n,s,o){this.type=1,this._$AH=p,this._$AN=void 0,this.element=e,this.name=r,this._$AM=s,this.options=o,n.length>2||n[0]!==""||n[1]!==""?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=p}_$AI(e,r=this,n,s){let o=this.strings,i=!1;if(o===void 0)e=B(this,e,r,0),i=!de(e)||e!==this._$AH&&e!==_,i&&(this._$AH=e);else{let a=e,l,m;for(e=o[0],l=0;l<o.length-1;l++)m=B(this,a[n+l],r,l),m===_&&(m=this._$AH[l]),i||=!de(m)||m!==this._$AH[l],m===p?e=p:e!==p&&(e+=(m??"")+o[l+1]),this._$AH[l]=m}i&&!s&&this.j(e)}j(e){e===p?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??"")}},$e=class extends V{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===p?void 0:e}},ve=class extends V{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==p)}},we=class extends V{constructor(e,r,n,s,o){super(e,r,n,s,o),this.type=5}_$AI(e,r=this){if((e=B(this,e,r,0)??p)===_)return;let n=this._$AH,s=e===p&&n!==p||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,o=e!==p&&(n===p||s);s&&this.element.removeEventListener(this.name,this,n),o&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},Ae=class{constructor(e,r,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=r,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){B(this,e)}},bt={M:Ie,P,A:qe,C:1,L:gt,R:ye,D:ht,V:B,I:X,H:V,N:ve,U:we,B:$e,F:Ae},_r=Le.litHtmlPolyfillSupport;_r?.(ce,X),(Le.litHtmlVersions??=[]).push("3.3.3");var yt=(t,e,r)=>{let n=r?.renderBefore??e,s=n._$litPart$;if(s===void 0){let o=r?.renderBefore??null;n._$litPart$=s=new X(e.insertBefore(le(),o),o,void 0,r??{})}return s._$AI(t),s};var je=globalThis,H=class extends R{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let r=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=yt(r,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return _}};H._$litElement$=!0,H.finalized=!0,je.litElementHydrateSupport?.({LitElement:H});var kr=je.litElementPolyfillSupport;kr?.({LitElement:H});(je.litElementVersions??=[]).push("4.2.2");var O={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},xe=t=>(...e)=>({_$litDirective$:t,values:e}),ee=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,r,n){this._$Ct=e,this._$AM=r,this._$Ci=n}_$AS(e,r){return this.update(e,r)}update(e,r){return this.render(...r)}};var{I:Er}=bt,$t=t=>t;var wt=t=>t.strings===void 0,vt=()=>document.createComment(""),te=(t,e,r)=>{let n=t._$AA.parentNode,s=e===void 0?t._$AB:e._$AA;if(r===void 0){let o=n.insertBefore(vt(),s),i=n.insertBefore(vt(),s);r=new Er(o,i,t,t.options)}else{let o=r._$AB.nextSibling,i=r._$AM,a=i!==t;if(a){let l;r._$AQ?.(t),r._$AM=t,r._$AP!==void 0&&(l=t._$AU)!==i._$AU&&r._$AP(l)}if(o!==s||a){let l=r._$AA;for(;l!==o;){let m=$t(l).nextSibling;$t(n).insertBefore(l,s),l=m}}}return r},U=(t,e,r=t)=>(t._$AI(e,r),t),Tr={},Se=(t,e=Tr)=>t._$AH=e,At=t=>t._$AH,_e=t=>{t._$AR(),t._$AA.remove()};var xt=(t,e,r)=>{let n=new Map;for(let s=e;s<=r;s++)n.set(t[s],s);return n},St=xe(class extends ee{constructor(t){if(super(t),t.type!==O.CHILD)throw Error("repeat() can only be used in text expressions")}dt(t,e,r){let n;r===void 0?r=e:e!==void 0&&(n=e);let s=[],o=[],i=0;for(let a of t)s[i]=n?n(a,i):i,o[i]=r(a,i),i++;return{values:o,keys:s}}render(t,e,r){return this.dt(t,e,r).values}update(t,[e,r,n]){let s=At(t),{values:o,keys:i}=this.dt(e,r,n);if(!Array.isArray(s))return this.ut=i,o;let a=this.ut??=[],l=[],m,f,c=0,g=s.length-1,y=0,v=o.length-1;for(;c<=g&&y<=v;)if(s[c]===null)c++;else if(s[g]===null)g--;else if(a[c]===i[y])l[y]=U(s[c],o[y]),c++,y++;else if(a[g]===i[v])l[v]=U(s[g],o[v]),g--,v--;else if(a[c]===i[v])l[v]=U(s[c],o[v]),te(t,l[v+1],s[c]),c++,v--;else if(a[g]===i[y])l[y]=U(s[g],o[y]),te(t,s[c],s[g]),g--,y++;else if(m===void 0&&(m=xt(i,y,v),f=xt(a,c,g)),m.has(a[c]))if(m.has(a[g])){let k=f.get(i[y]),Q=k!==void 0?s[k]:null;if(Q===null){let Y=te(t,s[c]);U(Y,o[y]),l[y]=Y}else l[y]=U(Q,o[y]),te(t,s[c],Q),s[k]=null;y++}else _e(s[g]),g--;else _e(s[c]),c++;for(;y<=v;){let k=te(t,l[v+1]);U(k,o[y]),l[y++]=k}for(;c<=g;){let k=s[c++];k!==null&&_e(k)}return this.ut=i,Se(t,l),_}});var Cr=2e3;function kt(t,e){let{words:r}=e;return h`
    <div class="actions" part="actions" role="group" aria-label=${r.actions}>
      <button type="button" class="quiet" part="copy" @click=${()=>e.copyAnswer(t)}>
        ${t.copied?r.copied:r.copy}
      </button>
      ${_t(t,"up",r.helpful,e)} ${_t(t,"down",r.notHelpful,e)}
    </div>
    ${t.rated===null?p:Rr(t,t.rated,e)}
  `}function De(t,e){return{sending:"",sent:e.thanks,explained:e.thanksForReason,failed:e.notTaken}[t]}function _t(t,e,r,n){let s=t.rated?.rating===e;return h`<button
    type="button"
    class="quiet"
    part="feedback"
    aria-pressed=${s?"true":"false"}
    @click=${()=>n.rate(t,e,"")}
  >
    ${r}
  </button>`}function Rr(t,e,r){let{words:n}=r,s=o=>{o.preventDefault();let i=o.target.elements.namedItem("reason");i.value.trim()!==""&&r.rate(t,e.rating,i.value.trim())};return h`
    <p class="meta" part="feedback-state">${De(e.state,n)}</p>
    ${e.state!=="sent"||e.rating==="up"?p:h`<form class="reason" @submit=${s}>
          <textarea name="reason" rows="2" maxlength=${Cr} aria-label=${n.reason} placeholder=${n.reason}></textarea>
          <button type="submit" class="quiet">${n.sendReason}</button>
        </form>`}
  `}var Pr=/^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/;function ke(t,e){let[,r,n,s]=Pr.exec(t??"")??[];if(r===void 0)return e.dateUnknown;if(n===void 0)return r;let o=`${e.months[Number(n)-1]} ${r}`;return s===void 0?o:`${Number(s)} ${o}`}function z(t,e){let r={day:10,month:7,year:4,unknown:0}[t.precision];return ke(t.value?.slice(0,r)??null,e)}function F(t,e){let r=z(t,e);return r===e.dateUnknown?r:t.provenance==="text"?`${r}, ${e.datedInText}`:t.provenance==="url"?`${r}, ${e.datedInUrl}`:r}var ue=class extends Error{constructor(e,r){super(e),this.name="ParseError",this.type=r.type,this.field=r.field,this.value=r.value,this.line=r.line}},Et=10,Or=13,G=32;function Ne(t){}function Rt(t){if(typeof t=="function")throw new TypeError("`config` must be an object, got a function instead. Did you mean `createParser({onEvent: fn})`?");let{onEvent:e=Ne,onError:r=Ne,onRetry:n=Ne,onComment:s,maxBufferSize:o}=t,i=[],a=0,l=!0,m,f="",c=0,g,y=!1;function v(u){if(y)throw new Error("Cannot feed parser: it was terminated after exceeding the configured max buffer size. Call `reset()` to resume parsing.");if(l&&(l=!1,u.charCodeAt(0)===239&&u.charCodeAt(1)===187&&u.charCodeAt(2)===191&&(u=u.slice(3))),i.length===0){let w=Q(u);w!==""&&(i.push(w),a=w.length),k();return}if(u.indexOf(`
`)===-1&&u.indexOf("\r")===-1){i.push(u),a+=u.length,k();return}i.push(u);let d=i.join("");i.length=0,a=0;let b=Q(d);b!==""&&(i.push(b),a=b.length),k()}function k(){o!==void 0&&(a+f.length<=o||(y=!0,i.length=0,a=0,m=void 0,f="",c=0,g=void 0,r(new ue(`Buffered data exceeded max buffer size of ${o} characters`,{type:"max-buffer-size-exceeded"}))))}function Q(u){let d=0;if(u.indexOf("\r")===-1){let b=u.indexOf(`
`,d);for(;b!==-1;){if(d===b){c>0&&e({id:m,event:g,data:f}),m=void 0,f="",c=0,g=void 0,d=b+1,b=u.indexOf(`
`,d);continue}let w=u.charCodeAt(d);if(Tt(u,d,w)){let A=u.charCodeAt(d+5)===G?d+6:d+5,I=u.slice(A,b);if(c===0&&u.charCodeAt(b+1)===Et){e({id:m,event:g,data:I}),m=void 0,f="",g=void 0,d=b+2,b=u.indexOf(`
`,d);continue}f=c===0?I:`${f}
${I}`,c++}else Ct(u,d,w)?g=u.slice(u.charCodeAt(d+6)===G?d+7:d+6,b)||void 0:Y(u,d,b);d=b+1,b=u.indexOf(`
`,d)}return u.slice(d)}for(;d<u.length;){let b=u.indexOf("\r",d),w=u.indexOf(`
`,d),A=-1;if(b!==-1&&w!==-1?A=b<w?b:w:b!==-1?b===u.length-1?A=-1:A=b:w!==-1&&(A=w),A===-1)break;Y(u,d,A),d=A+1,u.charCodeAt(d-1)===Or&&u.charCodeAt(d)===Et&&d++}return u.slice(d)}function Y(u,d,b){if(d===b){ur();return}let w=u.charCodeAt(d);if(Tt(u,d,w)){let Z=u.charCodeAt(d+5)===G?d+6:d+5,Xe=u.slice(Z,b);f=c===0?Xe:`${f}
${Xe}`,c++;return}if(Ct(u,d,w)){g=u.slice(u.charCodeAt(d+6)===G?d+7:d+6,b)||void 0;return}if(w===105&&u.charCodeAt(d+1)===100&&u.charCodeAt(d+2)===58){let Z=u.slice(u.charCodeAt(d+3)===G?d+4:d+3,b);Z.includes("\0")||(m=Z);return}if(w===58){if(s){let Z=u.slice(d,b);s(Z.slice(u.charCodeAt(d+1)===G?2:1))}return}let A=u.slice(d,b),I=A.indexOf(":");if(I===-1){Ze(A,"",A);return}let hr=A.slice(0,I),mr=A.charCodeAt(I+1)===G?2:1,fr=A.slice(I+mr);Ze(hr,fr,A)}function Ze(u,d,b){switch(u){case"event":g=d||void 0;break;case"data":f=c===0?d:`${f}
${d}`,c++;break;case"id":d.includes("\0")||(m=d);break;case"retry":/^\d+$/.test(d)?n(parseInt(d,10)):r(new ue(`Invalid \`retry\` value: "${d}"`,{type:"invalid-retry",value:d,line:b}));break;default:r(new ue(`Unknown field "${u.length>20?`${u.slice(0,20)}…`:u}"`,{type:"unknown-field",field:u,value:d,line:b}));break}}function ur(){c>0&&e({id:m,event:g,data:f}),m=void 0,f="",c=0,g=void 0}function pr(u={}){if(u.consume&&i.length>0){let d=i.join("");Y(d,0,d.length)}l=!0,m=void 0,f="",c=0,g=void 0,i.length=0,a=0,y=!1}return{feed:v,reset:pr}}function Tt(t,e,r){return r===100&&t.charCodeAt(e+1)===97&&t.charCodeAt(e+2)===116&&t.charCodeAt(e+3)===97&&t.charCodeAt(e+4)===58}function Ct(t,e,r){return r===101&&t.charCodeAt(e+1)===118&&t.charCodeAt(e+2)===101&&t.charCodeAt(e+3)===110&&t.charCodeAt(e+4)===116&&t.charCodeAt(e+5)===58}var Pt=["supported","partial","unsupported","contradicted"],Mr=["answered","disputed","insufficient_evidence"],Lr=["day","month","year","unknown"],Ir=["given","metadata","text","url","none"],S=t=>typeof t=="object"&&t!==null&&!Array.isArray(t)?t:{},$=t=>typeof t=="string"?t:"",E=t=>typeof t=="string"&&t!==""?t:null,x=t=>Number.isSafeInteger(t)&&t>=0?t:0,T=(t,e)=>Array.isArray(t)?t.map(e):[],re=(t,e,r)=>e.find(n=>n===t)??r;function We(t){let e=S(t);return{value:E(e.value),precision:re(e.precision,Lr,"unknown"),provenance:re(e.provenance,Ir,"none")}}function Ot(t){let e=S(t);return{id:$(e.id),article_id:$(e.article_id),title:E(e.title),publisher:E(e.publisher),url:E(e.url),cited:e.cited===!0,published:We(e.published)}}function Mt(t){let e=S(t);return{number:x(e.number),source:$(e.source),article_id:$(e.article_id),start:x(e.start),end:x(e.end),quote:$(e.quote),support:re(e.support,Pt,"unsupported")}}function Lt(t){let e=S(t);return{text:$(e.text),start:x(e.start),end:x(e.end),citations:T(e.citations,x),support:re(e.support,Pt,"unsupported")}}function It(t){let e=S(t);return{about:$(e.about),positions:T(e.positions,r=>{let n=S(r);return{statement:$(n.statement),citations:T(n.citations,x)}})}}function qr(t){let e=S(t);return{article_id:$(e.article_id),start:x(e.start),end:x(e.end),text:$(e.text),title:E(e.title),publisher:E(e.publisher),published:We(e.published),url:E(e.url)}}function qt(t){let e=S(t);return{kind:re(e.kind,["quotes","model"],"model"),model:E(e.model)}}function Hr(t){let e=S(t);return{code:$(e.code),text:$(e.text)}}function Be(t){let e=S(t);if(typeof e.outcome!="string")throw new TypeError("an answer without an outcome");let r=S(e.checked),n=S(e.corpus);return{id:$(e.id),question:$(e.question),outcome:re(e.outcome,Mr,"answered"),text:$(e.text),statements:T(e.statements,Lt),citations:T(e.citations,Mt),sources:T(e.sources,Ot),disagreements:T(e.disagreements,It),as_of:$(e.as_of),nearest:T(e.nearest,qr),checked:{statements:x(r.statements),supported:x(r.supported),cut:x(r.cut),corrected:x(r.corrected)},answerer:qt(e.answerer),corpus:{snapshot:$(n.snapshot),articles:x(n.articles),newest:E(n.newest)},notices:T(e.notices,Hr)}}function Ht(t){let e=S(t);return{id:$(e.id),title:E(e.title),publisher:E(e.publisher),published:We(e.published),url:E(e.url),body:$(e.body)}}function Ve(t,e){let r=S(t);return{type:$(r.type)||"about:blank",title:$(r.title),status:x(r.status)||e,detail:$(r.detail)}}function Ut(t,e){let r=S(e);switch(t){case"answer.started":return{type:t,id:$(r.id),answerer:qt(r.answerer),as_of:$(r.as_of)};case"sources":return{type:t,sources:T(r.sources,Ot)};case"text.delta":return{type:t,text:$(r.text)};case"statement":return{type:t,statement:Lt(r),evidence:T(r.evidence,Mt)};case"disagreement":return{type:t,disagreement:It(r)};case"answer.completed":return{type:t,answer:Be(r)};case"answer.failed":return{type:t,problem:Ve(r,500)};default:return null}}var Ee=6e4,Ur=8e6,jr=4e6,K=class extends Error{problem;retryAfter;constructor(e,r=null){super(e.title||`status ${e.status}`),this.problem=e,this.retryAfter=r}},j=class extends Error{};async function*jt(t,e,r){let n=new AbortController,s=AbortSignal.any([r,n.signal]),o=setTimeout(()=>n.abort(),Ee),i=()=>{clearTimeout(o),o=setTimeout(()=>n.abort(),Ee)};try{let a=await Dr(t,e,s,r);if(i(),!Wt(a).startsWith("text/event-stream")){yield{type:"answer.completed",answer:Be(await a.json())};return}if(!(yield*Nr(a,i)))throw new j("the stream ended before the answer was complete")}catch(a){throw r.aborted||a instanceof K||a instanceof j?a:new j(String(a))}finally{clearTimeout(o)}}async function Dt(t,e,r,n){let s=r===""?"":`?snapshot=${encodeURIComponent(r)}`,o=await Fe(`${t.url}/articles/${encodeURIComponent(e)}${s}`,{headers:{Accept:"application/json",...ze(t)},signal:AbortSignal.any([n,AbortSignal.timeout(Ee)])},n);return Ht(await o.json())}async function Nt(t,e,r,n){let s=AbortSignal.timeout(Ee),o={"Content-Type":"application/json",...ze(t)},i=JSON.stringify({rating:r,...n!==""&&{reason:n}});await Fe(`${t.url}/answers/${encodeURIComponent(e)}/feedback`,{method:"POST",headers:o,body:i,signal:s},s)}function Dr(t,e,r,n){let s={Accept:"text/event-stream","Content-Type":"application/json",...ze(t)};return Fe(`${t.url}/ask`,{method:"POST",headers:s,body:JSON.stringify(e),cache:"no-store",signal:r},n)}var ze=({key:t})=>t===""?{}:{Authorization:`Bearer ${t}`};async function Fe(t,e,r){let n;try{n=await fetch(t,e)}catch(o){throw r.aborted?o:new K({type:"about:blank",title:"",status:0,detail:""})}if(n.ok)return n;let s=Wt(n).includes("json")?await n.json().catch(()=>null):null;throw new K(Ve(s,n.status),Br(n.headers.get("Retry-After")))}async function*Nr(t,e){if(t.body===null)return!1;let r=[],n=Rt({maxBufferSize:jr,onEvent:({event:a,data:l})=>{let m=Ut(a??"",JSON.parse(l));m!==null&&r.push(m)}}),s=new TextDecoder,o=t.body.getReader(),i=0;try{for(;;){let{done:a,value:l}=await o.read();if(a)return!1;e();let m=s.decode(l,{stream:!0});if(i+=m.length,i>Ur)throw new j("the answer is too long");let f=Wr(n,m);for(let c of r.splice(0))if(yield c,c.type==="answer.completed"||c.type==="answer.failed")return!0;if(f!==null)throw f}}finally{o.cancel().catch(()=>{})}}function Wr(t,e){try{return t.feed(e),null}catch(r){return r instanceof Error?r:new Error(String(r))}}var Wt=t=>t.headers.get("Content-Type")??"";function Br(t){if(t===null)return null;if(/^\d{1,6}$/.test(t))return Number(t);let e=Date.parse(t);return Number.isNaN(e)?null:Math.max(0,Math.ceil((e-Date.now())/1e3))}function M(t){if(t===null||!URL.canParse(t))return null;let{protocol:e,href:r}=new URL(t);return e==="https:"||e==="http:"?r:null}var Vr=/[ \t]{0,3}\[(\d{1,3}(?: ?, ?\d{1,3}){0,9})\]/g,zr=/[ \t]{0,3}(?:\[[\d, ]{0,48})?$/;function J(t,e,r){return Array.from(t).slice(e,r).join("")}function pe(t,e,r){let n=Array.from(t),s=(a,l)=>{let m=n.slice(a,l).join("");return Fr(r&&l===void 0?m.replace(zr,""):m)},o=Gr(e,n.length),i=s(0,o[0]?.start);return o.forEach((a,l)=>{i.push({kind:"statement",text:n.slice(a.start,a.end).join(""),statement:a}),i.push(...Kr(s(a.end,o[l+1]?.start),a))}),i}function Bt(t,e){return pe(t,e,!1).map(r=>r.kind==="markers"?"":r.text).join("").trim()}function Fr(t){let e=[],r=0;for(let n of t.matchAll(Vr))n.index>r&&e.push({kind:"text",text:t.slice(r,n.index)}),e.push({kind:"markers",numbers:(n[1]??"").split(",").map(Number)}),r=n.index+n[0].length;return r<t.length&&e.push({kind:"text",text:t.slice(r)}),e}function Gr(t,e){let r=0;return[...t].sort((n,s)=>n.start-s.start).filter(n=>{let s=n.start>=r&&n.start<n.end&&n.end<=e;return s&&(r=n.end),s})}function Kr(t,e){let r=new Set(t.flatMap(s=>s.kind==="markers"?s.numbers:[])),n=e.citations.filter(s=>!r.has(s));return n.length===0?t:[{kind:"markers",numbers:n},...t]}var Te=class{#e;#r=null;#s=null;#n=!1;#o=null;constructor(e){this.#e=e,e.addController(this)}hostDisconnected(){this.#o?.abort()}async open(e){this.#o?.abort();let r=new AbortController;this.#o=r,this.#r=e,this.#s=null,this.#n=!1,await this.#l(),this.#a?.showModal();try{this.#s=await Dt(this.#e.service,e.articleId,e.snapshot,r.signal)}catch{this.#n=!0}r.signal.aborted||(await this.#l(),this.#e.renderRoot.querySelector("dialog mark")?.scrollIntoView({block:"center"}))}template(){let{words:e}=this.#e,r=this.#s,n=r===null?this.#n?e.noArticle:e.opening:r.title??e.untitled;return h`
      <dialog part="article" class="article" closedby="any" aria-labelledby="article-title" @close=${this.#c}>
        <header>
          <h2 id="article-title" tabindex="-1" autofocus dir="auto">${n}</h2>
          <button type="button" class="quiet" @click=${()=>this.#a?.close()}>${e.close}</button>
        </header>
        ${r===null||this.#r===null?p:this.#d(r,this.#r)}
      </dialog>
    `}#d(e,r){let{words:n}=this.#e,s=M(e.url),o=J(e.body,r.start,r.end),i=o!==""&&o===r.quote;return h`
      <p class="meta">
        <bdi>${e.publisher??n.unnamedOutlet}</bdi> · ${F(e.published,n)}
        ${s===null?p:h` · <a part="link" href=${s} target="_blank" rel="noopener noreferrer">${n.openOriginal}</a>`}
      </p>
      ${i?p:h`<p class="note">${n.quoteMoved}</p>`}
      <div class="body" dir="auto" tabindex="0" role="region" aria-labelledby="article-title"
        >${i?h`${J(e.body,0,r.start)}<mark part="highlight">${o}</mark>${J(e.body,r.end,1/0)}`:e.body}</div
      >
    `}get#a(){return this.#e.renderRoot.querySelector("dialog")}async#l(){this.#e.requestUpdate(),await this.#e.updateComplete}#c=()=>{this.#o?.abort(),this.#r=null,this.#s=null,this.#e.requestUpdate()}};var Vt=xe(class extends ee{constructor(t){if(super(t),t.type!==O.PROPERTY&&t.type!==O.ATTRIBUTE&&t.type!==O.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!wt(t))throw Error("`live` bindings can only contain a single expression")}render(t){return t}update(t,[e]){if(e===_||e===p)return e;let r=t.element,n=t.name;if(t.type===O.PROPERTY){if(e===r[n])return _}else if(t.type===O.BOOLEAN_ATTRIBUTE){if(!!e===r.hasAttribute(n))return _}else if(t.type===O.ATTRIBUTE&&r.getAttribute(n)===e+"")return _;return Se(t),e}});var ne=t=>q`<svg class="icon" viewBox="0 0 16 16" width="14" height="14" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${t}</svg>`,Jr=ne(q`<path d="M8 2 15 14H1Z"/><path d="M8 6.5v3.2M8 11.8v.1"/>`),he={supported:ne(q`<path d="M2.5 8.5 6.3 12.3 13.5 4.2"/>`),partial:ne(q`<circle cx="8" cy="8" r="6"/><path d="M8 2a6 6 0 0 1 0 12Z" fill="currentColor"/>`),unsupported:Jr,contradicted:ne(q`<circle cx="8" cy="8" r="6.2"/><path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8"/>`)},zt=ne(q`<path d="M8 13.5v-11M3.5 7 8 2.5 12.5 7"/>`),Ft=ne(q`<path d="M4 4h8v8H4Z" fill="currentColor"/>`);function Gt(t){let{words:e,draft:r,busy:n}=t;return h`
    <form class="composer" part="composer" @submit=${o=>{o.preventDefault(),!n&&!t.waiting&&t.send(r)}}>
      <textarea
        part="input"
        rows="1"
        maxlength=${t.maxLength}
        aria-label=${e.askLabel}
        placeholder=${t.placeholder||e.placeholder}
        enterkeyhint="send"
        autocomplete="off"
        .value=${Vt(r)}
        @input=${o=>t.write(o.target.value)}
        @keydown=${Zr}
      ></textarea>
      ${Qr(t)}
    </form>
    ${t.suggestions.length===0?p:Yr(t)}
  `}function Qr({words:t,busy:e,waiting:r,draft:n,stop:s}){let o=!e&&(r||n.trim()==="");return h`
    <button
      class="primary"
      part=${e?"stop":"send"}
      type=${e?"button":"submit"}
      aria-disabled=${o?"true":"false"}
      @click=${a=>{e&&(a.preventDefault(),a.detail<2&&s())}}
    >
      ${e?Ft:zt}<span>${e?t.stop:t.send}</span>
    </button>
  `}function Yr({words:t,suggestions:e,send:r}){return h`
    <ul class="suggestions" part="suggestions" aria-label=${t.suggestions}>
      ${e.map(n=>h`<li><button type="button" part="suggestion" dir="auto" @click=${()=>r(n)}>${n}</button></li>`)}
    </ul>
  `}function Zr(t){let e=t.isComposing||t.keyCode===229;t.key!=="Enter"||t.shiftKey||e||(t.preventDefault(),t.target.form?.requestSubmit())}function Ge(t,e,r){return t.map(n=>{let s=r.citations.find(o=>o.number===n);return s!==void 0?Xr(s,`${e}-${n}`,r):r.arriving?h`\u00a0<span class="chip pending" part="citation">${n}</span>`:` [${n}]`})}var se=(t,e)=>e.find(r=>r.id===t.source);function Xr(t,e,r){let{words:n}=r.surface,s=se(t,r.sources),o=s?.publisher??n.unnamedOutlet,i=s===void 0?n.dateUnknown:z(s.published,n);return h`\u00a0<span class="cite" @focusout=${on}
    ><button
      type="button"
      class="chip ${t.support}"
      part="citation"
      popovertarget=${e}
      aria-haspopup="dialog"
      aria-label=${n.citation(t.number,o,i,t.support)}
      @focus=${nn}
      @click=${sn}
    >${t.number}${t.support==="supported"?p:he[t.support]}</button
    ><span
      popover
      id=${e}
      class="card"
      part="card"
      role="dialog"
      tabindex="-1"
      aria-label=${n.card(t.number)}
      @beforetoggle=${rn}
      @toggle=${a=>{a.newState==="open"&&r.surface.citationOpened(t,s)}}
    >${en(t,s,e,r)}</span
    ></span
  >`}function en(t,e,r,n){let{words:s}=n.surface,o=M(e?.url??null);return h`
    <span class="quote" part="quote" role="blockquote" dir="auto">${t.quote}</span>
    <span class="card-title" dir="auto">${e?.title??s.untitled}</span>
    <span class="meta"
      ><bdi>${e?.publisher??s.unnamedOutlet}</bdi> ·
      ${e===void 0?s.dateUnknown:F(e.published,s)}</span
    >
    <span class="verdict ${t.support}" part="verdict"
      >${he[t.support]} ${s.support[t.support]}</span
    >
    <span class="actions">
      ${n.snapshot===null?p:tn(t,n.snapshot,n.surface)}
      ${o===null?p:h`<a part="link" href=${o} target="_blank" rel="noopener noreferrer">${s.openOriginal}</a>`}
      <button type="button" class="link close" popovertarget=${r} popovertargetaction="hide">${s.close}</button>
    </span>
  `}function tn(t,e,r){let{article_id:n,start:s,end:o,quote:i}=t;return h`<button type="button" class="link" @click=${l=>{l.currentTarget.closest("[popover]")?.hidePopover(),r.openArticle({articleId:n,snapshot:e,start:s,end:o,quote:i})}}>${r.words.showInArticle}</button>`}var Ke=t=>t.nextElementSibling,Je=new WeakSet;function rn(t){let e=t.currentTarget,r=e.previousElementSibling;t.newState!=="closed"||!(r instanceof HTMLElement)||(Je.add(r),e.matches(":focus-within")&&r.focus())}function nn(t){let e=t.currentTarget;e.matches(":focus-visible")&&!Je.has(e)&&Kt(e)}function sn(t){if(t.detail!==0)return;t.preventDefault();let e=t.currentTarget;Kt(e),Ke(e).focus()}function Kt(t){let e=Ke(t);e.matches(":popover-open")||e.showPopover({source:t})}function on(t){let e=t.currentTarget,r=e.firstElementChild;t.relatedTarget instanceof Node&&e.contains(t.relatedTarget)||r!==null&&(t.relatedTarget!==null&&Ke(r).hidePopover(),Je.delete(r))}function an(t,e){let r=t.citations.map(n=>{let s=se(n,t.sources),o=M(s?.url??null);return`[${n.number}] “${n.quote}” ${Qe(s,e)}${o===null?"":`, ${o}`}`});return[...Qt(t,e),...r.length>0?[r.join(`
`)]:[]].join(`

`)}function ln(t,e){let r=document.createElement("div");for(let n of Qt(t,e))r.append(cn(n));for(let n of t.citations)r.append(un(n,se(n,t.sources),e));return r}async function Jt(t,e){let r=an(t,e),n=ln(t,e).outerHTML;try{let o=Object.entries({"text/plain":r,"text/html":n}).map(([i,a])=>[i,new Blob([a],{type:i})]);return await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(o))]),!0}catch{return dn(r,n)}}function dn(t,e){let r=!1,n=s=>{s.preventDefault(),s.clipboardData?.setData("text/plain",t),s.clipboardData?.setData("text/html",e),r=s.clipboardData!==null};return document.addEventListener("copy",n,{once:!0,capture:!0}),document.execCommand("copy"),document.removeEventListener("copy",n,{capture:!0}),r}function Qt(t,e){let r=pe(t.text,t.statements,!1).map(s=>s.kind==="markers"?` ${s.numbers.map(o=>`[${o}]`).join(" ")}`:s.text).join("").trim(),n=t.disagreements.map(({about:s,positions:o})=>{let i=o.map(a=>`– ${a.statement} ${a.citations.map(l=>`[${l}]`).join(" ")}`);return[e.about(s.toLowerCase()===t.question.toLowerCase()?"":s),...i].join(`
`)});return[t.question,...n,r].filter(s=>s!=="")}function Qe(t,e){let r=t?.publisher??e.unnamedOutlet,n=t===void 0?e.dateUnknown:z(t.published,e);return`${t?.title??e.untitled}, ${r}, ${n}`}function cn(t){let e=t.split(`
`).flatMap(n=>[document.createElement("br"),n]),r=document.createElement("p");return r.append(...e.slice(1)),r}function un(t,e,r){let n=document.createElement("p"),s=M(e?.url??null);if(n.append(`[${t.number}] “${t.quote}” `),s===null)n.append(Qe(e,r));else{let o=document.createElement("a");o.href=s,o.append(Qe(e,r)),n.append(o)}return n}var pn=6,Yt=1500;function Zt(t,e){return{key:t,question:e,phase:"asking",...{text:"",statements:[],citations:[],sources:[],disagreements:[]},...{answerer:null,answer:null,problem:null,retryAt:null,rated:null},copied:!1}}function Xt(t,e){switch(e.type){case"answer.started":return{...t,answerer:e.answerer};case"sources":return{...t,sources:e.sources};case"text.delta":return{...t,phase:"writing",text:t.text+e.text};case"statement":return{...t,statements:[...t.statements,e.statement],citations:[...t.citations,...e.evidence]};case"disagreement":return{...t,disagreements:[...t.disagreements,e.disagreement]};case"answer.completed":{let{text:r,statements:n,citations:s,sources:o,disagreements:i,answerer:a}=e.answer;return{...t,phase:"complete",text:r,statements:n,citations:s,sources:o,disagreements:i,answerer:a,answer:e.answer}}case"answer.failed":return{...t,phase:"failed",problem:e.problem}}}var L=t=>t?.phase==="asking"||t?.phase==="writing";function er(t){return t.flatMap(r=>{let n=r.answer===null?"":Bt(r.text,r.statements);return n===""?[]:[{role:"user",content:J(r.question,0,Yt)},{role:"assistant",content:J(n,0,Yt)}]}).slice(-pn)}function tr(t){let e=new Set(t.citations.map(n=>n.number)),r=t.statements.flatMap(n=>n.citations);return[...new Set(r.filter(n=>!e.has(n)))]}var rr=C`
  .turn {
    padding-block: 0.25rem 1.75rem;
  }
  li + li > .turn {
    border-top: 1px solid var(--rule);
    padding-top: 1.5rem;
  }
  .question {
    margin-bottom: 0.85rem;
    scroll-margin-top: 1rem;
    outline: 0;
    font-size: 1.45rem;
    font-weight: 600;
    line-height: 1.3;
    text-wrap: balance;
  }
  .text {
    white-space: pre-line;
  }
  .text:empty {
    display: none;
  }
  .verdict {
    font-size: 0.8rem;
    line-height: 1.4;
    color: var(--muted);
  }
  .text .verdict {
    white-space: nowrap;
  }
  .verdict.supported {
    color: var(--ok);
  }
  .verdict.unsupported,
  .verdict.contradicted {
    color: var(--warn);
  }
  .working {
    margin-top: 0.75rem;
  }
  .working::before {
    content: "";
    display: inline-block;
    width: 0.55em;
    height: 0.55em;
    margin-inline-end: 0.6em;
    border-radius: 50%;
    background: var(--accent);
  }
  .disagreement {
    margin-bottom: 1.25rem;
    padding: 0.9rem 0 1rem;
    border-block: 3px double var(--rule);
    container-type: inline-size;
  }
  .disagreement h3 {
    margin-bottom: 0.75rem;
    font-size: 1.05rem;
    line-height: 1.4;
  }
  .positions {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, 1fr);
    gap: 1.5rem;
  }
  .positions li + li {
    padding-inline-start: 1.5rem;
    border-inline-start: 1px solid var(--rule);
  }
  @container (max-width: 32rem) {
    .positions {
      grid-auto-flow: row;
      gap: 0.9rem;
    }
    .positions li + li {
      padding: 0.9rem 0 0;
      border: 0;
      border-top: 1px solid var(--rule);
    }
  }
  .positions .meta {
    display: flex;
    flex-wrap: wrap;
    column-gap: 0.6rem;
  }
  .outlet {
    color: var(--fg);
    font-weight: 600;
  }
  .position {
    margin-top: 0.2rem;
    line-height: 1.6;
  }
  .unanswered {
    margin-bottom: 0.35rem;
    font-size: 1.1rem;
  }
  .nearest h4,
  .sources summary {
    margin-top: 1.1rem;
    color: var(--muted);
    font: 600 0.84rem/1.5 var(--sans);
  }
  .sources summary {
    width: fit-content;
    cursor: pointer;
  }
  .nearest li,
  .sources li {
    padding-block: 0.6rem;
  }
  .nearest li + li,
  .sources li + li {
    border-top: 1px solid var(--rule);
  }
  .title {
    display: block;
    color: var(--fg);
    font-size: 1.02rem;
    font-weight: 600;
    line-height: 1.4;
  }
  .passage {
    margin-top: 0.3rem;
    color: var(--muted);
    font-size: 1rem;
    line-height: 1.6;
  }
  .colophon {
    margin-top: 1.1rem;
    padding-top: 0.6rem;
    border-top: 1px solid var(--rule);
  }
  .actions,
  .reason {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-top: 0.9rem;
    font-size: 0.88rem;
  }
  .actions [aria-pressed="true"] {
    border-color: var(--accent);
    color: var(--accent);
    font-weight: 600;
  }
  .actions + .meta {
    margin-top: 0.5rem;
  }
  .reason {
    align-items: flex-end;
    margin-top: 0.5rem;
  }
  .reason textarea {
    border: 1px solid var(--muted);
    border-radius: var(--radius);
  }
  .reason textarea:focus-visible {
    outline: 2px solid var(--accent);
  }
  .ending {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.6rem 1rem;
    margin-top: 1rem;
    padding: 0.75rem 1rem;
    border-inline-start: 3px solid var(--warn);
    background: color-mix(in srgb, var(--warn) 7%, var(--bg));
    font-size: 0.92rem;
    line-height: 1.5;
  }
  .ending.stopped {
    border-color: var(--rule);
    background: none;
  }
  .told {
    font-weight: 600;
  }
  .stopped .told {
    font-weight: 400;
  }
`;var nr=C`
  .cite {
    white-space: nowrap;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.2rem;
    min-width: 24px;
    height: 24px;
    padding: 0 0.35rem;
    border: 1px solid transparent;
    border-radius: 7px;
    background: var(--tint);
    color: var(--accent);
    font: 600 0.78rem/1 var(--sans);
    font-variant-numeric: tabular-nums;
    vertical-align: middle;
    position: relative;
    top: -0.06em;
  }
  .chip:is(.unsupported, .contradicted) {
    background: color-mix(in srgb, var(--warn) 11%, var(--bg));
    color: var(--warn);
  }
  .chip.pending {
    border: 1px dashed var(--rule);
    background: none;
    color: var(--muted);
  }
  .chip:hover:not(.pending),
  .chip:has(+ :popover-open) {
    border-color: currentColor;
  }
  .card {
    position-area: block-end span-inline-end;
    position-try-fallbacks: flip-inline, flip-block, flip-block flip-inline;
    width: min(25rem, calc(100vw - 2rem));
    max-height: min(28rem, 80dvh);
    margin: 6px 0;
    padding: 1.1rem 1.2rem 1rem;
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--rule);
    border-radius: var(--radius);
    background: var(--bg);
    color: var(--fg);
    box-shadow: 0 10px 34px light-dark(rgb(40 30 10 / 16%), rgb(0 0 0 / 55%));
    font: 400 1rem/1.5 var(--serif);
    text-align: start;
    white-space: normal;
  }
  @supports (position-area: block-end) {
    .card {
      inset: auto;
    }
  }
  .card > span {
    display: block;
  }
  .quote {
    padding-inline-start: 0.9rem;
    border-inline-start: 3px solid var(--accent);
    font-size: 1.06rem;
    line-height: 1.55;
    white-space: pre-line;
  }
  .card-title {
    margin-top: 0.9rem;
    font-weight: 600;
    line-height: 1.35;
  }
  .card > .verdict {
    display: flex;
    align-items: center;
    gap: 0.45rem;
    margin-top: 0.6rem;
  }
  .actions {
    margin-top: 0.6rem;
    font-size: 0.88rem;
  }
  .actions > * {
    margin-inline-end: 1.2rem;
  }
  .close {
    display: none; /* beside the text, Esc and a click elsewhere close the card; a sheet needs a button */
  }
  @media (max-width: 600px) {
    .card {
      position-area: none;
      position: fixed;
      inset: auto 0 0;
      width: auto;
      max-width: none;
      max-height: 75dvh;
      margin: 0;
      padding-bottom: calc(1.2rem + env(safe-area-inset-bottom));
      border-width: 1px 0 0;
      border-radius: 16px 16px 0 0;
    }
    .card::backdrop {
      background: rgb(0 0 0 / 28%);
    }
    .actions > * {
      display: inline-block;
      padding-block: 0.4rem;
    }
  }
`;var sr=C`
  .composer {
    position: sticky;
    bottom: 0.75rem;
    z-index: 1;
    display: flex;
    align-items: flex-end;
    gap: 0.5rem;
    padding: 0.45rem;
    border: 1px solid var(--muted);
    border-radius: calc(var(--radius) + 4px);
    background: var(--bg);
    box-shadow: 0 0.75rem 0 var(--bg), 0 -0.75rem 1rem var(--bg);
  }
  .composer:focus-within {
    border-color: var(--accent);
    outline: 1px solid var(--accent);
  }
  textarea {
    flex: 1;
    min-width: 0;
    min-height: 2.5rem;
    max-height: 9rem;
    padding: 0.5rem 0.6rem;
    border: 0;
    outline: 0;
    resize: none;
    field-sizing: content;
    background: none;
    color: inherit;
    font-size: max(1rem, 16px); /* smaller makes a phone zoom in */
    line-height: 1.5;
  }
  textarea:focus-visible {
    outline: 0; /* the whole composer shows the focus */
  }
  textarea::placeholder {
    color: var(--muted);
    opacity: 1;
  }
  .primary {
    display: inline-flex;
    align-items: center;
    gap: 0.45rem;
    min-height: 2.5rem;
    padding: 0 1rem;
    border: 0;
    border-radius: var(--radius);
    background: var(--accent);
    color: var(--bg);
    font-weight: 600;
  }
  .primary[aria-disabled="true"] {
    cursor: default;
    opacity: 0.55;
  }
  .quiet {
    min-height: 2.1rem;
    padding: 0.3rem 0.85rem;
    border: 1px solid var(--rule);
    border-radius: var(--radius);
    background: var(--bg);
  }
  .quiet:hover:not(:disabled) {
    border-color: var(--muted);
  }
  .over {
    display: block;
    margin: 1.25rem 0 0 auto;
    color: var(--muted);
  }
  .suggestions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-top: 0.9rem;
  }
  .suggestions button {
    min-height: 2.1rem;
    padding: 0.4rem 0.85rem;
    border: 1px solid var(--rule);
    border-radius: 99px;
    background: none;
    color: var(--muted);
    text-align: start;
  }
  .suggestions button:hover {
    border-color: var(--accent);
    color: var(--accent);
  }
  .article {
    width: min(46rem, calc(100vw - 2rem));
    max-height: 86dvh;
    padding: 1.4rem 1.6rem;
    border: 1px solid var(--rule);
    border-radius: var(--radius);
    background: var(--bg);
    color: var(--fg);
  }
  .article[open] {
    display: flex;
    flex-direction: column;
  }
  .article::backdrop {
    background: rgb(0 0 0 / 40%);
  }
  .article header {
    display: flex;
    align-items: flex-start;
    justify-content: space-between;
    gap: 1rem;
  }
  .article h2 {
    outline: 0;
    font-size: 1.35rem;
    line-height: 1.3;
  }
  .body {
    flex: 1;
    margin-top: 0.9rem;
    padding-top: 0.9rem;
    overflow: auto;
    overscroll-behavior: contain;
    border-top: 1px solid var(--rule);
    white-space: pre-line;
  }
  .note {
    color: var(--warn);
    font: 0.9rem/1.5 var(--sans);
  }
  mark {
    padding-block: 0.1em;
    background: var(--mark);
    color: inherit;
    box-decoration-break: clone;
  }
  @media (max-width: 600px) {
    .primary span {
      position: absolute;
      clip-path: inset(50%);
    }
    .primary {
      width: 2.75rem;
      justify-content: center;
      padding: 0;
    }
    .article {
      width: 100vw;
      max-width: none;
      height: 100dvh;
      max-height: none;
      border: 0;
      border-radius: 0;
      padding: 1.1rem;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .working::before {
      animation: breathe 1.4s ease-in-out infinite;
    }
    .disagreement,
    .colophon,
    .chip,
    .card:popover-open {
      animation: appear 0.2s ease-out;
    }
  }
  @keyframes breathe {
    50% {
      opacity: 0.25;
    }
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
`;var or=C`
  :host {
    display: block;
  }
  :host([hidden]) {
    display: none;
  }
  :host([color-scheme="light"]) {
    color-scheme: light;
  }
  :host([color-scheme="dark"]) {
    color-scheme: dark;
  }
  .root {
    --bg: var(--dateline-bg, light-dark(#fffdf9, #17181a));
    --fg: var(--dateline-fg, light-dark(#1d1b18, #e9e6df));
    --muted: var(--dateline-muted, light-dark(#635e56, #a5a097));
    --rule: var(--dateline-border, light-dark(#dcd6ca, #3a3a3b));
    --accent: var(--dateline-accent, light-dark(#1b4b6b, #93c4e6));
    --ok: var(--dateline-ok, light-dark(#2c6a3a, #8dc998));
    --warn: var(--dateline-warn, light-dark(#8c3b08, #f0ac78));
    --mark: var(--dateline-highlight, light-dark(#ffeeb0, #57480f));
    --radius: var(--dateline-radius, 10px);
    --serif: var(--dateline-font, "Iowan Old Style", Charter, "Source Serif 4", Georgia, "Times New Roman", serif);
    --sans: var(--dateline-font-ui, system-ui, -apple-system, "Segoe UI", "Liberation Sans", Arial, sans-serif);
    --tint: color-mix(in srgb, var(--accent) 11%, var(--bg));
    background: var(--bg);
    color: var(--fg);
    font: 400 1.125rem/1.7 var(--serif);
    text-align: start;
    overflow-wrap: anywhere;
  }
  *,
  ::before {
    box-sizing: border-box;
  }
  h2,
  h3,
  h4,
  p,
  ol,
  ul {
    margin: 0;
    padding: 0;
  }
  ol,
  ul {
    list-style: none;
  }
  button,
  textarea,
  summary,
  .meta,
  .colophon,
  .verdict,
  .working,
  .ending,
  .actions {
    font-family: var(--sans);
  }
  button {
    font-size: 0.875rem;
    line-height: 1.3;
    color: inherit;
    cursor: pointer;
  }
  button:disabled {
    cursor: default;
    opacity: 0.55;
  }
  a,
  .link {
    color: var(--accent);
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 0.2em;
  }
  .link {
    padding: 0;
    border: 0;
    background: none;
    font: inherit;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .icon {
    flex: none;
    vertical-align: -0.12em;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .meta,
  .colophon,
  .working {
    color: var(--muted);
    font-size: 0.84rem;
    line-height: 1.5;
  }
`;var ir=[or,rr,nr,sr];function ar(t,e){let r=t.answer?.corpus.snapshot??null,n=t.answer===null,s={citations:t.citations,sources:t.sources,snapshot:r,arriving:n,surface:e},o=t.answer?.outcome==="insufficient_evidence";return h`
    ${t.disagreements.map((i,a)=>bn(i,mn(i,t,e),`${t.key}-d${a}`,s))}
    ${o?h`<h3 class="unanswered">${e.words.notFound}</h3>`:p}
    ${hn(t)?p:h`<p class="text" part="text" dir="auto">${fn(t,o,s)}</p>`}
    ${t.answer===null?p:$n(t.answer,e)}
  `}function hn({statements:t,disagreements:e}){let r=e.flatMap(s=>s.positions.map(o=>o.statement)),n=s=>r.some(o=>s===o||s.endsWith(`: “${o}”`));return t.length>0&&t.every(s=>n(s.text))}function mn({about:t},{question:e},{words:r}){return r.about(t.toLowerCase()===e.toLowerCase()?"":t)}function fn(t,e,r){return e&&t.statements.length===0?r.surface.words.notFoundDetail:pe(t.text,t.statements,r.arriving).map((n,s)=>gn(n,`${t.key}-t${s}`,r))}function gn(t,e,r){switch(t.kind){case"text":return t.text;case"markers":return Ge(t.numbers,e,r);case"statement":{let{support:n}=t.statement;return n==="supported"?t.text:h`${t.text}\u00a0<span class="verdict ${n}" part="verdict"
          >${he[n]}\u00a0${r.surface.words.statementSupport[n]}</span
        >`}}}function bn(t,e,r,n){return h`
    <section class="disagreement" part="disagreement" aria-labelledby=${r}>
      <h3 id=${r} dir="auto">${e}</h3>
      <ul class="positions">
        ${t.positions.map((s,o)=>yn(s,`${r}-p${o}`,n))}
      </ul>
    </section>
  `}function yn(t,e,r){let{words:n}=r.surface,s=r.citations.filter(i=>t.citations.includes(i.number)),o=new Set(s.map(i=>se(i,r.sources)));return h`
    <li>
      ${[...o].map(i=>i===void 0?p:h`<p class="meta">
              <bdi class="outlet">${i.publisher??n.unnamedOutlet}</bdi>
              <span>${F(i.published,n)}</span>
            </p>`)}
      <p class="position" dir="auto">${t.statement}${Ge(t.citations,e,r)}</p>
    </li>
  `}function $n(t,e){let{words:r}=e,{checked:n,corpus:s}=t,o=s.newest===null?null:ke(s.newest,r),i=n.statements===0?[]:[r.checked(n.supported,n.statements)];return n.cut>0&&i.push(r.cut(n.cut)),n.corrected>0&&i.push(r.corrected(n.corrected)),h`
    ${t.outcome==="insufficient_evidence"?xn(t,e):wn(t,e)}
    <footer class="colophon" part="asof">
      ${t.notices.map(({code:a,text:l})=>h`<p part="notice" dir="auto">${r.notices[a]??l}</p>`)}
      <p>${[vn(t,e),...i].join(" · ")}</p>
      <p>${r.asOf(ke(t.as_of,r))} · ${r.archive(r.articles(s.articles),o)}</p>
    </footer>
  `}function vn({answerer:t,outcome:e},{words:r}){return t.kind==="model"?r.byModel(t.model):e==="insufficient_evidence"?r.searchedWithoutModel:r.byQuotes}function wn({sources:t},e){let r=t.filter(n=>n.cited);return t.length===0?p:h`
    <details class="sources" part="sources">
      <summary>${e.words.sourceList(r.length,t.length)}</summary>
      <ul>
        ${[...r,...t.filter(n=>!n.cited)].map(n=>An(n,e))}
      </ul>
    </details>
  `}function An(t,{words:e}){return h`
    <li part="source">
      ${lr(t.title??e.untitled,t.url)}
      <span class="meta"
        ><bdi>${t.publisher??e.unnamedOutlet}</bdi> · ${F(t.published,e)}${t.cited?p:` · ${e.alsoSearched}`}</span
      >
    </li>
  `}function lr(t,e){let r=M(e);return r===null?h`<span class="title" dir="auto">${t}</span>`:h`<a class="title" part="link" dir="auto" href=${r} target="_blank" rel="noopener noreferrer">${t}</a>`}function xn({nearest:t,corpus:e},r){return t.length===0?p:h`
    <section class="nearest" part="nearest">
      <h4>${r.words.nearest}</h4>
      <ul>
        ${t.map(n=>Sn(n,e.snapshot,r))}
      </ul>
    </section>
  `}function Sn(t,e,r){let{words:n}=r,s={articleId:t.article_id,snapshot:e,start:t.start,end:t.end,quote:t.text};return h`
    <li part="hit">
      ${lr(t.title??n.untitled,t.url)}
      <span class="meta"
        ><bdi>${t.publisher??n.unnamedOutlet}</bdi> · ${z(t.published,n)} ·
        <button type="button" class="link" @click=${()=>r.openArticle(s)}>${n.showInArticle}</button></span
      >
      <p class="passage" dir="auto">${t.text}</p>
    </li>
  `}function dr(t,e,r){let{words:n}=r,s=`question-${t.key}`,o=t.text!==""||t.answer!==null||t.disagreements.length>0;return h`
    <article class="turn" part="message" aria-labelledby=${s} aria-busy=${L(t)?"true":"false"}>
      <h2 id=${s} class="question" part="question" tabindex="-1" dir="auto">
        <span class="unseen">${n.youAsked}</span>${t.question}
      </h2>
      <div class="answer" part="answer">
        ${o?ar(t,r):p}
        ${t.answer===null?p:kt(t,r)}
        ${L(t)?h`<p class="working">${Ye(t,n)}</p>`:p}
        ${kn(t,e,r)}
      </div>
    </article>
  `}function Ye(t,e){return t.phase==="writing"?e.writing:t.sources.length===0?e.searching:e.reading(e.articles(t.sources.length),_n(t.sources))}function _n(t){let e=[...new Set(t.flatMap(r=>r.publisher??[]))];return e.length>3?`${e.slice(0,3).join(", ")} …`:e.join(", ")}function kn(t,e,r){let n=En(t,r.words);if(n===null)return p;let s=e>0?r.words.askAgainIn(e):r.words.askAgain;return h`
    <div class="ending ${t.phase}" part="error">
      <div role=${t.phase==="stopped"?p:"alert"}>
        <p class="told" dir="auto">${n.title}</p>
        ${n.detail===""?p:h`<p class="detail" dir="auto">${n.detail}</p>`}
      </div>
      <button type="button" class="quiet" ?disabled=${e>0} @click=${()=>r.askAgain(t)}>
        ${s}
      </button>
    </div>
  `}function En(t,e){switch(t.phase){case"stopped":return{title:t.text===""?e.stoppedEmpty:e.stopped,detail:""};case"cut":return{title:e.cutShort,detail:t.text===""?"":e.cutShortDetail};case"failed":return Tn(t.problem,e);default:return null}}function Tn(t,e){return t===null||t.status===0?{title:e.unreachable,detail:e.unreachableDetail}:{title:t.status===429?e.tooMany:t.status<500?e.refused:e.failed,detail:t.detail||t.title}}var cr={months:["January","February","March","April","May","June","July","August","September","October","November","December"],placeholder:"Ask a question",askLabel:"Your question",send:"Ask",stop:"Stop",askAgain:"Ask again",askAgainIn:t=>`Ask again in ${t} s`,startOver:"Start over",suggestions:"Questions to try",conversation:"Questions and answers",youAsked:"You asked: ",searching:"Searching the archive",reading:(t,e)=>`Reading ${t}${e===""?"":` from ${e}`}`,writing:"Writing the answer",articles:t=>t===1?"1 article":`${t} articles`,sources:t=>t===1?"1 source":`${t} sources`,ready:(t,e)=>`Answer ready, ${t}${e===0?"":e===1?", 1 disagreement":`, ${e} disagreements`}.`,notFound:"The archive does not answer this",notFoundDetail:"Insufficient evidence: nothing in the stored articles supports an answer, so none is given.",nearest:"The nearest passages",nearestStatus:t=>t===0?"The archive does not answer this question.":`The archive does not answer this question. ${t===1?"1 nearby passage is":`${t} nearby passages are`} listed.`,about:t=>t===""?"Sources disagree":`Sources disagree: ${t}`,byQuotes:"Answered from the archive’s own sentences, no model",byModel:t=>`Answered by model ${t??"of unknown name"}`,searchedWithoutModel:"Searched without a model",asOf:t=>`As of ${t}`,archive:(t,e)=>`archive of ${t}${e===null?"":`, newest ${e}`}`,checked:(t,e)=>t===e?`${t} of ${e} statements checked`:`${t} of ${e} statements checked and supported`,cut:t=>`${t} left out for want of support`,corrected:t=>t===1?"1 citation corrected":`${t} citations corrected`,notices:{model_failed:"The model failed, so these are the archive’s own sentences",not_borne_out:"What the model wrote was not borne out by its sources, and is not shown",cut_short:"The model was cut short: its last words are missing",sources_left_out:"The model had no room for some of the passages that were found"},sourceList:(t,e)=>t===e?`Sources: ${t} cited`:`Sources: ${t} cited, ${e-t} also searched`,alsoSearched:"searched, not cited",actions:"This answer",copy:"Copy with sources",copied:"Copied",notCopied:"The answer could not be copied",helpful:"Helpful",notHelpful:"Not helpful",thanks:"Thank you, noted.",thanksForReason:"Thank you, your reason was noted.",notTaken:"That could not be noted.",reason:"What was wrong? (optional)",sendReason:"Send",citation:(t,e,r,n)=>`Source ${t}: ${e}, ${r}, ${Cn[n]}`,card:t=>`Source ${t}`,support:{supported:"The quoted words support the statement",partial:"The quoted words support a part of the statement",unsupported:"The quoted words do not support the statement",contradicted:"The quoted words say otherwise"},statementSupport:{supported:"supported",partial:"supported in part",unsupported:"not supported by the sources",contradicted:"contradicted by the sources"},unnamedOutlet:"unnamed outlet",untitled:"Untitled article",dateUnknown:"date unknown",datedInText:"dated in its text",datedInUrl:"dated in its address",openOriginal:"Open original",showInArticle:"Show in article",close:"Close",opening:"Opening the article",noArticle:"The article could not be opened",quoteMoved:"The quoted words were not found at their place in this text, so nothing is highlighted.",unreachable:"The archive cannot be reached",unreachableDetail:"Check the connection, then ask again.",tooMany:"Too many questions just now",refused:"The question was not accepted",failed:"The archive could not answer",cutShort:"The connection was lost before the answer was complete",cutShortDetail:"What had arrived is kept above. Nothing was asked a second time.",stopped:"Stopped. The answer above is not complete.",stoppedEmpty:"Stopped before an answer came."},Cn={supported:"supported",partial:"supported in part",unsupported:"not supported",contradicted:"says otherwise"};var Rn=3600,Pn=6,Ce=class extends H{static styles=ir;static properties={endpoint:{},apiKey:{attribute:"api-key"},placeholder:{},asOf:{attribute:"as-of"},maxLength:{attribute:"max-length",type:Number},suggestions:{converter:{fromAttribute:On}},turns:{state:!0},draft:{state:!0},said:{state:!0}};words=cr;#e=new Te(this);#r=0;#s=null;#n;constructor(){super(),this.endpoint="",this.apiKey="",this.placeholder="",this.asOf="",this.maxLength=2e3,this.suggestions=[],this.turns=[],this.draft="",this.said=""}get service(){return{url:this.endpoint.replace(/\/$/,""),key:this.apiKey}}async ask(e){let r=e.trim();if(r===""||L(this.turns.at(-1))||!this.#t("submit",{question:r}))return null;let n=er(this.turns),s={question:r,fallback:!0,...n.length>0&&{history:n},...this.asOf!==""&&{as_of:this.asOf}},o=this.shadowRoot?.activeElement?.matches("[part=suggestion], .ending button")??!1;this.#r+=1,this.said="",this.draft.trim()===r&&(this.draft=""),this.turns=[...this.turns,Zt(this.#r,r)];let i=this.#r;return o&&this.updateComplete.then(()=>this.#u(i)?.focus()),await this.#o(i,s),this.turns.find(a=>a.key===i)?.answer??null}stop(){this.#s?.abort()}reset(){this.stop(),this.turns=[],this.renderRoot.querySelector("[part=input]")?.focus()}async#o(e,r){let n=new AbortController;this.#s=n;try{for await(let s of jt(this.service,r,n.signal))this.#d(e,s)}catch(s){if(n.signal.aborted)this.#a(e);else if(s instanceof K)this.#l(e,r.question,s);else if(s instanceof j)this.#c(e,s);else throw s}}#d(e,r){if(this.#i(e,s=>Xt(s,r)),r.type==="answer.started"&&this.#t("start",{id:r.id}),r.type==="answer.failed"&&this.#t("error",{...r.problem,retryAfter:null}),r.type!=="answer.completed")return;let n=tr(r.answer);n.length>0&&console.warn(`dateline-ask: answer ${r.answer.id} has no citation for ${n.join(", ")}`),this.#t("complete",{answer:r.answer})}#a(e){this.#i(e,r=>({...r,phase:"stopped"})),this.#t("stop",{})}#l(e,r,{problem:n,retryAfter:s}){let o=s===null?null:Date.now()+Math.min(s,Rn)*1e3;this.#i(e,i=>({...i,phase:"failed",problem:n,retryAt:o})),this.draft===""&&(this.draft=r),o!==null&&(this.#n??=setInterval(()=>this.requestUpdate(),1e3)),this.#t("error",{...n,retryAfter:s})}#c(e,r){this.#i(e,n=>({...n,phase:"cut"})),this.#t("error",{type:"about:blank",title:r.message,status:0,detail:"",retryAfter:null})}#i(e,r){this.turns=this.turns.map(n=>n.key===e?r(n):n)}#u(e){return this.renderRoot.querySelector(`#question-${e}`)}#t(e,r){let n={detail:r,bubbles:!0,composed:!0,cancelable:e==="submit"};return this.dispatchEvent(new CustomEvent(`dateline-${e}`,n))}openArticle(e){this.#e.open(e)}citationOpened(e,r){this.#t("citation-open",{citation:e,source:r??null})}askAgain(e){L(this.turns.at(-1))||(this.turns=this.turns.filter(r=>r!==e),this.ask(e.question))}copyAnswer({key:e,answer:r}){r!==null&&Jt(r,this.words).then(n=>{this.#i(e,s=>({...s,copied:n})),this.said=n?this.words.copied:this.words.notCopied,this.#t("copy",{answer:r,copied:n})})}rate({key:e,answer:r,rated:n},s,o){if(r===null||n?.rating===s&&o===""&&n.state!=="failed")return;let i=a=>{this.#i(e,l=>({...l,rated:{rating:s,state:a}})),this.said=De(a,this.words)};i("sending"),Nt(this.service,r.id,s,o).then(()=>i(o===""?"sent":"explained"),()=>i("failed")),this.#t("feedback",{answer:r,rating:s,reason:o})}disconnectedCallback(){super.disconnectedCallback(),this.stop(),this.#p()}#p(){clearInterval(this.#n),this.#n=void 0}get#h(){let e=this.turns.at(-1)?.retryAt??0;return Math.max(0,Math.ceil((e-Date.now())/1e3))}updated(e){this.#n!==void 0&&this.#h===0&&this.#p();let r=e.get("turns")?.length;if(r!==void 0&&r>0&&this.turns.length>r){let n=matchMedia("(prefers-reduced-motion: reduce)").matches?"auto":"smooth";this.#u(this.#r)?.scrollIntoView({block:"start",behavior:n})}}render(){let e=this.turns.at(-1),r=this.#h;return h`
      <div class="root" part="panel">
        ${this.turns.length===0?p:this.#m(r)}
        ${Gt({words:this.words,draft:this.draft,maxLength:this.maxLength,placeholder:this.placeholder,busy:L(e),waiting:r>0,suggestions:e===void 0?this.suggestions:[],write:n=>this.draft=n,send:n=>{this.ask(n)},stop:()=>this.stop()})}
        ${e===void 0||L(e)?p:h`<button type="button" class="quiet over" part="reset" @click=${()=>this.reset()}>
              ${this.words.startOver}
            </button>`}
        <p class="unseen" role="status">${e===void 0?"":this.said||this.#f(e)}</p>
        ${this.#e.template()}
      </div>
    `}#m(e){let r=this.turns.at(-1);return h`
      <section aria-label=${this.words.conversation}>
        <ol class="log" part="log" role="list">
          ${St(this.turns,n=>n.key,n=>h`<li>${dr(n,n===r?e:0,this)}</li>`)}
        </ol>
      </section>
    `}#f(e){if(L(e))return Ye(e,this.words);if(e.phase==="stopped")return e.text===""?this.words.stoppedEmpty:this.words.stopped;if(e.answer===null)return"";let{outcome:r,nearest:n,sources:s,disagreements:o}=e.answer;if(r==="insufficient_evidence")return this.words.nearestStatus(n.length);let i=s.filter(a=>a.cited).length;return this.words.ready(this.words.sources(i),o.length)}};function On(t){try{let e=JSON.parse(t??"[]");return Array.isArray(e)?e.filter(r=>typeof r=="string").slice(0,Pn):[]}catch{return console.warn("dateline-ask: the attribute suggestions is no JSON list of questions"),[]}}customElements.get("dateline-ask")===void 0&&customElements.define("dateline-ask",Ce);export{Ce as DatelineAsk};
