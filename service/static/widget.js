/*! Dateline widget, Apache-2.0. Licences of what it contains: widget.licenses.txt */
var pe=globalThis,he=pe.ShadowRoot&&(pe.ShadyCSS===void 0||pe.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,Ee=Symbol(),Qe=new WeakMap,ne=class{constructor(e,r,n){if(this._$cssResult$=!0,n!==Ee)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=r}get styleSheet(){let e=this.o,r=this.t;if(he&&e===void 0){let n=r!==void 0&&r.length===1;n&&(e=Qe.get(r)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),n&&Qe.set(r,e))}return e}toString(){return this.cssText}},Ye=t=>new ne(typeof t=="string"?t:t+"",void 0,Ee),C=(t,...e)=>{let r=t.length===1?t[0]:e.reduce((n,s,o)=>n+(i=>{if(i._$cssResult$===!0)return i.cssText;if(typeof i=="number")return i;throw Error("Value passed to 'css' function must be a 'css' function result: "+i+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(s)+t[o+1],t[0]);return new ne(r,t,Ee)},Ze=(t,e)=>{if(he)t.adoptedStyleSheets=e.map(r=>r instanceof CSSStyleSheet?r:r.styleSheet);else for(let r of e){let n=document.createElement("style"),s=pe.litNonce;s!==void 0&&n.setAttribute("nonce",s),n.textContent=r.cssText,t.appendChild(n)}},Te=he?t=>t:t=>t instanceof CSSStyleSheet?(e=>{let r="";for(let n of e.cssRules)r+=n.cssText;return Ye(r)})(t):t;var{is:dr,defineProperty:cr,getOwnPropertyDescriptor:ur,getOwnPropertyNames:pr,getOwnPropertySymbols:hr,getPrototypeOf:mr}=Object,me=globalThis,Xe=me.trustedTypes,fr=Xe?Xe.emptyScript:"",gr=me.reactiveElementPolyfillSupport,se=(t,e)=>t,Ce={toAttribute(t,e){switch(e){case Boolean:t=t?fr:null;break;case Object:case Array:t=t==null?t:JSON.stringify(t)}return t},fromAttribute(t,e){let r=t;switch(e){case Boolean:r=t!==null;break;case Number:r=t===null?null:Number(t);break;case Object:case Array:try{r=JSON.parse(t)}catch{r=null}}return r}},tt=(t,e)=>!dr(t,e),et={attribute:!0,type:String,converter:Ce,reflect:!1,useDefault:!1,hasChanged:tt};Symbol.metadata??=Symbol("metadata"),me.litPropertyMetadata??=new WeakMap;var P=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,r=et){if(r.state&&(r.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((r=Object.create(r)).wrapped=!0),this.elementProperties.set(e,r),!r.noAccessor){let n=Symbol(),s=this.getPropertyDescriptor(e,n,r);s!==void 0&&cr(this.prototype,e,s)}}static getPropertyDescriptor(e,r,n){let{get:s,set:o}=ur(this.prototype,e)??{get(){return this[r]},set(i){this[r]=i}};return{get:s,set(i){let a=s?.call(this);o?.call(this,i),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??et}static _$Ei(){if(this.hasOwnProperty(se("elementProperties")))return;let e=mr(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(se("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(se("properties"))){let r=this.properties,n=[...pr(r),...hr(r)];for(let s of n)this.createProperty(s,r[s])}let e=this[Symbol.metadata];if(e!==null){let r=litPropertyMetadata.get(e);if(r!==void 0)for(let[n,s]of r)this.elementProperties.set(n,s)}this._$Eh=new Map;for(let[r,n]of this.elementProperties){let s=this._$Eu(r,n);s!==void 0&&this._$Eh.set(s,r)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let r=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let s of n)r.unshift(Te(s))}else e!==void 0&&r.push(Te(e));return r}static _$Eu(e,r){let n=r.attribute;return n===!1?void 0:typeof n=="string"?n:typeof e=="string"?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,r=this.constructor.elementProperties;for(let n of r.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return Ze(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,r,n){this._$AK(e,n)}_$ET(e,r){let n=this.constructor.elementProperties.get(e),s=this.constructor._$Eu(e,n);if(s!==void 0&&n.reflect===!0){let o=(n.converter?.toAttribute!==void 0?n.converter:Ce).toAttribute(r,n.type);this._$Em=e,o==null?this.removeAttribute(s):this.setAttribute(s,o),this._$Em=null}}_$AK(e,r){let n=this.constructor,s=n._$Eh.get(e);if(s!==void 0&&this._$Em!==s){let o=n.getPropertyOptions(s),i=typeof o.converter=="function"?{fromAttribute:o.converter}:o.converter?.fromAttribute!==void 0?o.converter:Ce;this._$Em=s;let a=i.fromAttribute(r,o.type);this[s]=a??this._$Ej?.get(s)??a,this._$Em=null}}requestUpdate(e,r,n,s=!1,o){if(e!==void 0){let i=this.constructor;if(s===!1&&(o=this[e]),n??=i.getPropertyOptions(e),!((n.hasChanged??tt)(o,r)||n.useDefault&&n.reflect&&o===this._$Ej?.get(e)&&!this.hasAttribute(i._$Eu(e,n))))return;this.C(e,r,n)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(e,r,{useDefault:n,reflect:s,wrapped:o},i){n&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,i??r??this[e]),o!==!0||i!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(r=void 0),this._$AL.set(e,r)),s===!0&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(r){Promise.reject(r)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[s,o]of this._$Ep)this[s]=o;this._$Ep=void 0}let n=this.constructor.elementProperties;if(n.size>0)for(let[s,o]of n){let{wrapped:i}=o,a=this[s];i!==!0||this._$AL.has(s)||a===void 0||this.C(s,void 0,o,a)}}let e=!1,r=this._$AL;try{e=this.shouldUpdate(r),e?(this.willUpdate(r),this._$EO?.forEach(n=>n.hostUpdate?.()),this.update(r)):this._$EM()}catch(n){throw e=!1,this._$EM(),n}e&&this._$AE(r)}willUpdate(e){}_$AE(e){this._$EO?.forEach(r=>r.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(r=>this._$ET(r,this[r])),this._$EM()}updated(e){}firstUpdated(e){}};P.elementStyles=[],P.shadowRootOptions={mode:"open"},P[se("elementProperties")]=new Map,P[se("finalized")]=new Map,gr?.({ReactiveElement:P}),(me.reactiveElementVersions??=[]).push("2.1.2");var Re=globalThis,rt=t=>t,fe=Re.trustedTypes,nt=fe?fe.createPolicy("lit-html",{createHTML:t=>t}):void 0,Oe="$lit$",R=`lit$${Math.random().toFixed(9).slice(2)}$`,Me="?"+R,br=`<${Me}>`,j=document,ie=()=>j.createComment(""),ae=t=>t===null||typeof t!="object"&&typeof t!="function",Ue=Array.isArray,dt=t=>Ue(t)||typeof t?.[Symbol.iterator]=="function",Pe=`[ 	
\f\r]`,oe=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,st=/-->/g,ot=/>/g,H=RegExp(`>|${Pe}(?:([^\\s"'>=/]+)(${Pe}*=${Pe}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),it=/'/g,at=/"/g,ct=/^(?:script|style|textarea|title)$/i,Ie=t=>(e,...r)=>({_$litType$:t,strings:e,values:r}),m=Ie(1),I=Ie(2),xn=Ie(3),S=Symbol.for("lit-noChange"),p=Symbol.for("lit-nothing"),lt=new WeakMap,D=j.createTreeWalker(j,129);function ut(t,e){if(!Ue(t)||!t.hasOwnProperty("raw"))throw Error("invalid template strings array");return nt!==void 0?nt.createHTML(e):e}var pt=(t,e)=>{let r=t.length-1,n=[],s,o=e===2?"<svg>":e===3?"<math>":"",i=oe;for(let a=0;a<r;a++){let l=t[a],h,f,c=-1,g=0;for(;g<l.length&&(i.lastIndex=g,f=i.exec(l),f!==null);)g=i.lastIndex,i===oe?f[1]==="!--"?i=st:f[1]!==void 0?i=ot:f[2]!==void 0?(ct.test(f[2])&&(s=RegExp("</"+f[2],"g")),i=H):f[3]!==void 0&&(i=H):i===H?f[0]===">"?(i=s??oe,c=-1):f[1]===void 0?c=-2:(c=i.lastIndex-f[2].length,h=f[1],i=f[3]===void 0?H:f[3]==='"'?at:it):i===at||i===it?i=H:i===st||i===ot?i=oe:(i=H,s=void 0);let y=i===H&&t[a+1].startsWith("/>")?" ":"";o+=i===oe?l+br:c>=0?(n.push(h),l.slice(0,c)+Oe+l.slice(c)+R+y):l+R+(c===-2?a:y)}return[ut(t,o+(t[r]||"<?>")+(e===2?"</svg>":e===3?"</math>":"")),n]},le=class t{constructor({strings:e,_$litType$:r},n){let s;this.parts=[];let o=0,i=0,a=e.length-1,l=this.parts,[h,f]=pt(e,r);if(this.el=t.createElement(h,n),D.currentNode=this.el.content,r===2||r===3){let c=this.el.content.firstChild;c.replaceWith(...c.childNodes)}for(;(s=D.nextNode())!==null&&l.length<a;){if(s.nodeType===1){if(s.hasAttributes())for(let c of s.getAttributeNames())if(c.endsWith(Oe)){let g=f[i++],y=s.getAttribute(c).split(R),v=/([.?@])?(.*)/.exec(g);l.push({type:1,index:o,name:v[2],strings:y,ctor:v[1]==="."?be:v[1]==="?"?ye:v[1]==="@"?$e:z}),s.removeAttribute(c)}else c.startsWith(R)&&(l.push({type:6,index:o}),s.removeAttribute(c));if(ct.test(s.tagName)){let c=s.textContent.split(R),g=c.length-1;if(g>0){s.textContent=fe?fe.emptyScript:"";for(let y=0;y<g;y++)s.append(c[y],ie()),D.nextNode(),l.push({type:2,index:++o});s.append(c[g],ie())}}}else if(s.nodeType===8)if(s.data===Me)l.push({type:2,index:o});else{let c=-1;for(;(c=s.data.indexOf(R,c+1))!==-1;)l.push({type:7,index:o}),c+=R.length-1}o++}}static createElement(e,r){let n=j.createElement("template");return n.innerHTML=e,n}};function W(t,e,r=t,n){if(e===S)return e;let s=n!==void 0?r._$Co?.[n]:r._$Cl,o=ae(e)?void 0:e._$litDirective$;return s?.constructor!==o&&(s?._$AO?.(!1),o===void 0?s=void 0:(s=new o(t),s._$AT(t,r,n)),n!==void 0?(r._$Co??=[])[n]=s:r._$Cl=s),s!==void 0&&(e=W(t,s._$AS(t,e.values),s,n)),e}var ge=class{constructor(e,r){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=r}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:r},parts:n}=this._$AD,s=(e?.creationScope??j).importNode(r,!0);D.currentNode=s;let o=D.nextNode(),i=0,a=0,l=n[0];for(;l!==void 0;){if(i===l.index){let h;l.type===2?h=new Y(o,o.nextSibling,this,e):l.type===1?h=new l.ctor(o,l.name,l.strings,this,e):l.type===6&&(h=new ve(o,this,e)),this._$AV.push(h),l=n[++a]}i!==l?.index&&(o=D.nextNode(),i++)}return D.currentNode=j,s}p(e){let r=0;for(let n of this._$AV)n!==void 0&&(n.strings!==void 0?(n._$AI(e,n,r),r+=n.strings.length-2):n._$AI(e[r])),r++}},Y=class t{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,r,n,s){this.type=2,this._$AH=p,this._$AN=void 0,this._$AA=e,this._$AB=r,this._$AM=n,this.options=s,this._$Cv=s?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,r=this._$AM;return r!==void 0&&e?.nodeType===11&&(e=r.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,r=this){e=W(this,e,r),ae(e)?e===p||e==null||e===""?(this._$AH!==p&&this._$AR(),this._$AH=p):e!==this._$AH&&e!==S&&this._(e):e._$litType$!==void 0?this.$(e):e.nodeType!==void 0?this.T(e):dt(e)?this.k(e):this._(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==p&&ae(this._$AH)?this._$AA.nextSibling.data=e:this.T(j.createTextNode(e)),this._$AH=e}$(e){let{values:r,_$litType$:n}=e,s=typeof n=="number"?this._$AC(e):(n.el===void 0&&(n.el=le.createElement(ut(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===s)this._$AH.p(r);else{let o=new ge(s,this),i=o.u(this.options);o.p(r),this.T(i),this._$AH=o}}_$AC(e){let r=lt.get(e.strings);return r===void 0&&lt.set(e.strings,r=new le(e)),r}k(e){Ue(this._$AH)||(this._$AH=[],this._$AR());let r=this._$AH,n,s=0;for(let o of e)s===r.length?r.push(n=new t(this.O(ie()),this.O(ie()),this,this.options)):n=r[s],n._$AI(o),s++;s<r.length&&(this._$AR(n&&n._$AB.nextSibling,s),r.length=s)}_$AR(e=this._$AA.nextSibling,r){for(this._$AP?.(!1,!0,r);e!==this._$AB;){let n=rt(e).nextSibling;rt(e).remove(),e=n}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},z=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,r,n,s,o){this.type=1,this._$AH=p,this._$AN=void 0,this.element=e,this.name=r,this._$AM=s,this.options=o,n.length>2||n[0]!==""||n[1]!==""?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=p}_$AI(e,r=this,n,s){let o=this.strings,i=!1;if(o===void 0)e=W(this,e,r,0),i=!ae(e)||e!==this._$AH&&e!==S,i&&(this._$AH=e);else{let a=e,l,h;for(e=o[0],l=0;l<o.length-1;l++)h=W(this,a[n+l],r,l),h===S&&(h=this._$AH[l]),i||=!ae(h)||h!==this._$AH[l],h===p?e=p:e!==p&&(e+=(h??"")+o[l+1]),this._$AH[l]=h}i&&!s&&this.j(e)}j(e){e===p?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??"")}},be=class extends z{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===p?void 0:e}},ye=class extends z{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==p)}},$e=class extends z{constructor(e,r,n,s,o){super(e,r,n,s,o),this.type=5}_$AI(e,r=this){if((e=W(this,e,r,0)??p)===S)return;let n=this._$AH,s=e===p&&n!==p||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,o=e!==p&&(n===p||s);s&&this.element.removeEventListener(this.name,this,n),o&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},ve=class{constructor(e,r,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=r,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){W(this,e)}},ht={M:Oe,P:R,A:Me,C:1,L:pt,R:ge,D:dt,V:W,I:Y,H:z,N:ye,U:$e,B:be,F:ve},yr=Re.litHtmlPolyfillSupport;yr?.(le,Y),(Re.litHtmlVersions??=[]).push("3.3.3");var mt=(t,e,r)=>{let n=r?.renderBefore??e,s=n._$litPart$;if(s===void 0){let o=r?.renderBefore??null;n._$litPart$=s=new Y(e.insertBefore(ie(),o),o,void 0,r??{})}return s._$AI(t),s};var qe=globalThis,q=class extends P{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let r=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=mt(r,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return S}};q._$litElement$=!0,q.finalized=!0,qe.litElementHydrateSupport?.({LitElement:q});var $r=qe.litElementPolyfillSupport;$r?.({LitElement:q});(qe.litElementVersions??=[]).push("4.2.2");var O={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},we=t=>(...e)=>({_$litDirective$:t,values:e}),Z=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,r,n){this._$Ct=e,this._$AM=r,this._$Ci=n}_$AS(e,r){return this.update(e,r)}update(e,r){return this.render(...r)}};var{I:vr}=ht,ft=t=>t;var bt=t=>t.strings===void 0,gt=()=>document.createComment(""),X=(t,e,r)=>{let n=t._$AA.parentNode,s=e===void 0?t._$AB:e._$AA;if(r===void 0){let o=n.insertBefore(gt(),s),i=n.insertBefore(gt(),s);r=new vr(o,i,t,t.options)}else{let o=r._$AB.nextSibling,i=r._$AM,a=i!==t;if(a){let l;r._$AQ?.(t),r._$AM=t,r._$AP!==void 0&&(l=t._$AU)!==i._$AU&&r._$AP(l)}if(o!==s||a){let l=r._$AA;for(;l!==o;){let h=ft(l).nextSibling;ft(n).insertBefore(l,s),l=h}}}return r},N=(t,e,r=t)=>(t._$AI(e,r),t),wr={},Ae=(t,e=wr)=>t._$AH=e,yt=t=>t._$AH,xe=t=>{t._$AR(),t._$AA.remove()};var $t=(t,e,r)=>{let n=new Map;for(let s=e;s<=r;s++)n.set(t[s],s);return n},vt=we(class extends Z{constructor(t){if(super(t),t.type!==O.CHILD)throw Error("repeat() can only be used in text expressions")}dt(t,e,r){let n;r===void 0?r=e:e!==void 0&&(n=e);let s=[],o=[],i=0;for(let a of t)s[i]=n?n(a,i):i,o[i]=r(a,i),i++;return{values:o,keys:s}}render(t,e,r){return this.dt(t,e,r).values}update(t,[e,r,n]){let s=yt(t),{values:o,keys:i}=this.dt(e,r,n);if(!Array.isArray(s))return this.ut=i,o;let a=this.ut??=[],l=[],h,f,c=0,g=s.length-1,y=0,v=o.length-1;for(;c<=g&&y<=v;)if(s[c]===null)c++;else if(s[g]===null)g--;else if(a[c]===i[y])l[y]=N(s[c],o[y]),c++,y++;else if(a[g]===i[v])l[v]=N(s[g],o[v]),g--,v--;else if(a[c]===i[v])l[v]=N(s[c],o[v]),X(t,l[v+1],s[c]),c++,v--;else if(a[g]===i[y])l[y]=N(s[g],o[y]),X(t,s[c],s[g]),g--,y++;else if(h===void 0&&(h=$t(i,y,v),f=$t(a,c,g)),h.has(a[c]))if(h.has(a[g])){let k=f.get(i[y]),K=k!==void 0?s[k]:null;if(K===null){let J=X(t,s[c]);N(J,o[y]),l[y]=J}else l[y]=N(K,o[y]),X(t,s[c],K),s[k]=null;y++}else xe(s[g]),g--;else xe(s[c]),c++;for(;y<=v;){let k=X(t,l[v+1]);N(k,o[y]),l[y++]=k}for(;c<=g;){let k=s[c++];k!==null&&xe(k)}return this.ut=i,Ae(t,l),S}});var Ar=/^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/;function _e(t,e){let[,r,n,s]=Ar.exec(t??"")??[];if(r===void 0)return e.dateUnknown;if(n===void 0)return r;let o=`${e.months[Number(n)-1]} ${r}`;return s===void 0?o:`${Number(s)} ${o}`}function de(t,e){let r={day:10,month:7,year:4,unknown:0}[t.precision];return _e(t.value?.slice(0,r)??null,e)}function B(t,e){let r=de(t,e);return r===e.dateUnknown?r:t.provenance==="text"?`${r}, ${e.datedInText}`:t.provenance==="url"?`${r}, ${e.datedInUrl}`:r}var ce=class extends Error{constructor(e,r){super(e),this.name="ParseError",this.type=r.type,this.field=r.field,this.value=r.value,this.line=r.line}},wt=10,xr=13,V=32;function Ne(t){}function _t(t){if(typeof t=="function")throw new TypeError("`config` must be an object, got a function instead. Did you mean `createParser({onEvent: fn})`?");let{onEvent:e=Ne,onError:r=Ne,onRetry:n=Ne,onComment:s,maxBufferSize:o}=t,i=[],a=0,l=!0,h,f="",c=0,g,y=!1;function v(u){if(y)throw new Error("Cannot feed parser: it was terminated after exceeding the configured max buffer size. Call `reset()` to resume parsing.");if(l&&(l=!1,u.charCodeAt(0)===239&&u.charCodeAt(1)===187&&u.charCodeAt(2)===191&&(u=u.slice(3))),i.length===0){let w=K(u);w!==""&&(i.push(w),a=w.length),k();return}if(u.indexOf(`
`)===-1&&u.indexOf("\r")===-1){i.push(u),a+=u.length,k();return}i.push(u);let d=i.join("");i.length=0,a=0;let b=K(d);b!==""&&(i.push(b),a=b.length),k()}function k(){o!==void 0&&(a+f.length<=o||(y=!0,i.length=0,a=0,h=void 0,f="",c=0,g=void 0,r(new ce(`Buffered data exceeded max buffer size of ${o} characters`,{type:"max-buffer-size-exceeded"}))))}function K(u){let d=0;if(u.indexOf("\r")===-1){let b=u.indexOf(`
`,d);for(;b!==-1;){if(d===b){c>0&&e({id:h,event:g,data:f}),h=void 0,f="",c=0,g=void 0,d=b+1,b=u.indexOf(`
`,d);continue}let w=u.charCodeAt(d);if(At(u,d,w)){let A=u.charCodeAt(d+5)===V?d+6:d+5,U=u.slice(A,b);if(c===0&&u.charCodeAt(b+1)===wt){e({id:h,event:g,data:U}),h=void 0,f="",g=void 0,d=b+2,b=u.indexOf(`
`,d);continue}f=c===0?U:`${f}
${U}`,c++}else xt(u,d,w)?g=u.slice(u.charCodeAt(d+6)===V?d+7:d+6,b)||void 0:J(u,d,b);d=b+1,b=u.indexOf(`
`,d)}return u.slice(d)}for(;d<u.length;){let b=u.indexOf("\r",d),w=u.indexOf(`
`,d),A=-1;if(b!==-1&&w!==-1?A=b<w?b:w:b!==-1?b===u.length-1?A=-1:A=b:w!==-1&&(A=w),A===-1)break;J(u,d,A),d=A+1,u.charCodeAt(d-1)===xr&&u.charCodeAt(d)===wt&&d++}return u.slice(d)}function J(u,d,b){if(d===b){sr();return}let w=u.charCodeAt(d);if(At(u,d,w)){let Q=u.charCodeAt(d+5)===V?d+6:d+5,Je=u.slice(Q,b);f=c===0?Je:`${f}
${Je}`,c++;return}if(xt(u,d,w)){g=u.slice(u.charCodeAt(d+6)===V?d+7:d+6,b)||void 0;return}if(w===105&&u.charCodeAt(d+1)===100&&u.charCodeAt(d+2)===58){let Q=u.slice(u.charCodeAt(d+3)===V?d+4:d+3,b);Q.includes("\0")||(h=Q);return}if(w===58){if(s){let Q=u.slice(d,b);s(Q.slice(u.charCodeAt(d+1)===V?2:1))}return}let A=u.slice(d,b),U=A.indexOf(":");if(U===-1){Ke(A,"",A);return}let ir=A.slice(0,U),ar=A.charCodeAt(U+1)===V?2:1,lr=A.slice(U+ar);Ke(ir,lr,A)}function Ke(u,d,b){switch(u){case"event":g=d||void 0;break;case"data":f=c===0?d:`${f}
${d}`,c++;break;case"id":d.includes("\0")||(h=d);break;case"retry":/^\d+$/.test(d)?n(parseInt(d,10)):r(new ce(`Invalid \`retry\` value: "${d}"`,{type:"invalid-retry",value:d,line:b}));break;default:r(new ce(`Unknown field "${u.length>20?`${u.slice(0,20)}…`:u}"`,{type:"unknown-field",field:u,value:d,line:b}));break}}function sr(){c>0&&e({id:h,event:g,data:f}),h=void 0,f="",c=0,g=void 0}function or(u={}){if(u.consume&&i.length>0){let d=i.join("");J(d,0,d.length)}l=!0,h=void 0,f="",c=0,g=void 0,i.length=0,a=0,y=!1}return{feed:v,reset:or}}function At(t,e,r){return r===100&&t.charCodeAt(e+1)===97&&t.charCodeAt(e+2)===116&&t.charCodeAt(e+3)===97&&t.charCodeAt(e+4)===58}function xt(t,e,r){return r===101&&t.charCodeAt(e+1)===118&&t.charCodeAt(e+2)===101&&t.charCodeAt(e+3)===110&&t.charCodeAt(e+4)===116&&t.charCodeAt(e+5)===58}var St=["supported","partial","unsupported","contradicted"],_r=["answered","disputed","insufficient_evidence"],Sr=["day","month","year","unknown"],kr=["given","metadata","text","url","none"],_=t=>typeof t=="object"&&t!==null&&!Array.isArray(t)?t:{},$=t=>typeof t=="string"?t:"",E=t=>typeof t=="string"&&t!==""?t:null,x=t=>Number.isSafeInteger(t)&&t>=0?t:0,T=(t,e)=>Array.isArray(t)?t.map(e):[],ee=(t,e,r)=>e.find(n=>n===t)??r;function Le(t){let e=_(t);return{value:E(e.value),precision:ee(e.precision,Sr,"unknown"),provenance:ee(e.provenance,kr,"none")}}function kt(t){let e=_(t);return{id:$(e.id),article_id:$(e.article_id),title:E(e.title),publisher:E(e.publisher),url:E(e.url),cited:e.cited===!0,published:Le(e.published)}}function Et(t){let e=_(t);return{number:x(e.number),source:$(e.source),article_id:$(e.article_id),start:x(e.start),end:x(e.end),quote:$(e.quote),support:ee(e.support,St,"unsupported")}}function Tt(t){let e=_(t);return{text:$(e.text),start:x(e.start),end:x(e.end),citations:T(e.citations,x),support:ee(e.support,St,"unsupported")}}function Ct(t){let e=_(t);return{about:$(e.about),positions:T(e.positions,r=>{let n=_(r);return{statement:$(n.statement),citations:T(n.citations,x)}})}}function Er(t){let e=_(t);return{article_id:$(e.article_id),start:x(e.start),end:x(e.end),text:$(e.text),title:E(e.title),publisher:E(e.publisher),published:Le(e.published),url:E(e.url)}}function Pt(t){let e=_(t);return{kind:ee(e.kind,["quotes","model"],"model"),model:E(e.model)}}function Tr(t){let e=_(t);return{code:$(e.code),text:$(e.text)}}function He(t){let e=_(t);if(typeof e.outcome!="string")throw new TypeError("an answer without an outcome");let r=_(e.checked),n=_(e.corpus);return{id:$(e.id),question:$(e.question),outcome:ee(e.outcome,_r,"answered"),text:$(e.text),statements:T(e.statements,Tt),citations:T(e.citations,Et),sources:T(e.sources,kt),disagreements:T(e.disagreements,Ct),as_of:$(e.as_of),nearest:T(e.nearest,Er),checked:{statements:x(r.statements),supported:x(r.supported),cut:x(r.cut),corrected:x(r.corrected)},answerer:Pt(e.answerer),corpus:{snapshot:$(n.snapshot),articles:x(n.articles),newest:E(n.newest)},notices:T(e.notices,Tr)}}function Rt(t){let e=_(t);return{id:$(e.id),title:E(e.title),publisher:E(e.publisher),published:Le(e.published),url:E(e.url),body:$(e.body)}}function De(t,e){let r=_(t);return{type:$(r.type)||"about:blank",title:$(r.title),status:x(r.status)||e,detail:$(r.detail)}}function Ot(t,e){let r=_(e);switch(t){case"answer.started":return{type:t,id:$(r.id),answerer:Pt(r.answerer),as_of:$(r.as_of)};case"sources":return{type:t,sources:T(r.sources,kt)};case"text.delta":return{type:t,text:$(r.text)};case"statement":return{type:t,statement:Tt(r),evidence:T(r.evidence,Et)};case"disagreement":return{type:t,disagreement:Ct(r)};case"answer.completed":return{type:t,answer:He(r)};case"answer.failed":return{type:t,problem:De(r,500)};default:return null}}var je=6e4,Cr=8e6,Pr=4e6,F=class extends Error{problem;retryAfter;constructor(e,r=null){super(e.title||`status ${e.status}`),this.problem=e,this.retryAfter=r}},L=class extends Error{};async function*Mt(t,e,r){let n=new AbortController,s=AbortSignal.any([r,n.signal]),o=setTimeout(()=>n.abort(),je),i=()=>{clearTimeout(o),o=setTimeout(()=>n.abort(),je)};try{let a=await Rr(t,e,s,r);if(i(),!Nt(a).startsWith("text/event-stream")){yield{type:"answer.completed",answer:He(await a.json())};return}if(!(yield*Or(a,i)))throw new L("the stream ended before the answer was complete")}catch(a){throw r.aborted||a instanceof F||a instanceof L?a:new L(String(a))}finally{clearTimeout(o)}}async function Ut(t,e,r,n){let s=r===""?"":`?snapshot=${encodeURIComponent(r)}`,o=await qt(`${t.url}/articles/${encodeURIComponent(e)}${s}`,{headers:{Accept:"application/json",...It(t)},signal:AbortSignal.any([n,AbortSignal.timeout(je)])},n);return Rt(await o.json())}function Rr(t,e,r,n){let s={Accept:"text/event-stream","Content-Type":"application/json",...It(t)};return qt(`${t.url}/ask`,{method:"POST",headers:s,body:JSON.stringify(e),cache:"no-store",signal:r},n)}var It=({key:t})=>t===""?{}:{Authorization:`Bearer ${t}`};async function qt(t,e,r){let n;try{n=await fetch(t,e)}catch(o){throw r.aborted?o:new F({type:"about:blank",title:"",status:0,detail:""})}if(n.ok)return n;let s=Nt(n).includes("json")?await n.json().catch(()=>null):null;throw new F(De(s,n.status),Ur(n.headers.get("Retry-After")))}async function*Or(t,e){if(t.body===null)return!1;let r=[],n=_t({maxBufferSize:Pr,onEvent:({event:a,data:l})=>{let h=Ot(a??"",JSON.parse(l));h!==null&&r.push(h)}}),s=new TextDecoder,o=t.body.getReader(),i=0;try{for(;;){let{done:a,value:l}=await o.read();if(a)return!1;e();let h=s.decode(l,{stream:!0});if(i+=h.length,i>Cr)throw new L("the answer is too long");let f=Mr(n,h);for(let c of r.splice(0))if(yield c,c.type==="answer.completed"||c.type==="answer.failed")return!0;if(f!==null)throw f}}finally{o.cancel().catch(()=>{})}}function Mr(t,e){try{return t.feed(e),null}catch(r){return r instanceof Error?r:new Error(String(r))}}var Nt=t=>t.headers.get("Content-Type")??"";function Ur(t){if(t===null)return null;if(/^\d{1,6}$/.test(t))return Number(t);let e=Date.parse(t);return Number.isNaN(e)?null:Math.max(0,Math.ceil((e-Date.now())/1e3))}function te(t){if(t===null||!URL.canParse(t))return null;let{protocol:e,href:r}=new URL(t);return e==="https:"||e==="http:"?r:null}var Ir=/[ \t]{0,3}\[(\d{1,3}(?: ?, ?\d{1,3}){0,9})\]/g,qr=/[ \t]{0,3}(?:\[[\d, ]{0,48})?$/;function G(t,e,r){return Array.from(t).slice(e,r).join("")}function We(t,e,r){let n=Array.from(t),s=(a,l)=>{let h=n.slice(a,l).join("");return Nr(r&&l===void 0?h.replace(qr,""):h)},o=Lr(e,n.length),i=s(0,o[0]?.start);return o.forEach((a,l)=>{i.push({kind:"statement",text:n.slice(a.start,a.end).join(""),statement:a}),i.push(...Hr(s(a.end,o[l+1]?.start),a))}),i}function Lt(t,e){return We(t,e,!1).map(r=>r.kind==="markers"?"":r.text).join("").trim()}function Nr(t){let e=[],r=0;for(let n of t.matchAll(Ir))n.index>r&&e.push({kind:"text",text:t.slice(r,n.index)}),e.push({kind:"markers",numbers:(n[1]??"").split(",").map(Number)}),r=n.index+n[0].length;return r<t.length&&e.push({kind:"text",text:t.slice(r)}),e}function Lr(t,e){let r=0;return[...t].sort((n,s)=>n.start-s.start).filter(n=>{let s=n.start>=r&&n.start<n.end&&n.end<=e;return s&&(r=n.end),s})}function Hr(t,e){let r=new Set(t.flatMap(s=>s.kind==="markers"?s.numbers:[])),n=e.citations.filter(s=>!r.has(s));return n.length===0?t:[{kind:"markers",numbers:n},...t]}var Se=class{#e;#t=null;#s=null;#r=!1;#o=null;constructor(e){this.#e=e,e.addController(this)}hostDisconnected(){this.#o?.abort()}async open(e){this.#o?.abort();let r=new AbortController;this.#o=r,this.#t=e,this.#s=null,this.#r=!1,await this.#a(),this.#i?.showModal();try{this.#s=await Ut(this.#e.service,e.articleId,e.snapshot,r.signal)}catch{this.#r=!0}r.signal.aborted||(await this.#a(),this.#e.renderRoot.querySelector("dialog mark")?.scrollIntoView({block:"center"}))}template(){let{words:e}=this.#e,r=this.#s,n=r===null?this.#r?e.noArticle:e.opening:r.title??e.untitled;return m`
      <dialog part="article" class="article" closedby="any" aria-labelledby="article-title" @close=${this.#c}>
        <header>
          <h2 id="article-title" tabindex="-1" autofocus dir="auto">${n}</h2>
          <button type="button" class="quiet" @click=${()=>this.#i?.close()}>${e.close}</button>
        </header>
        ${r===null||this.#t===null?p:this.#d(r,this.#t)}
      </dialog>
    `}#d(e,r){let{words:n}=this.#e,s=te(e.url),o=G(e.body,r.start,r.end),i=o!==""&&o===r.quote;return m`
      <p class="meta">
        <bdi>${e.publisher??n.unnamedOutlet}</bdi> · ${B(e.published,n)}
        ${s===null?p:m` · <a part="link" href=${s} target="_blank" rel="noopener noreferrer">${n.openOriginal}</a>`}
      </p>
      ${i?p:m`<p class="note">${n.quoteMoved}</p>`}
      <div class="body" dir="auto" tabindex="0" role="region" aria-labelledby="article-title"
        >${i?m`${G(e.body,0,r.start)}<mark part="highlight">${o}</mark>${G(e.body,r.end,1/0)}`:e.body}</div
      >
    `}get#i(){return this.#e.renderRoot.querySelector("dialog")}async#a(){this.#e.requestUpdate(),await this.#e.updateComplete}#c=()=>{this.#o?.abort(),this.#t=null,this.#s=null,this.#e.requestUpdate()}};var Ht=we(class extends Z{constructor(t){if(super(t),t.type!==O.PROPERTY&&t.type!==O.ATTRIBUTE&&t.type!==O.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!bt(t))throw Error("`live` bindings can only contain a single expression")}render(t){return t}update(t,[e]){if(e===S||e===p)return e;let r=t.element,n=t.name;if(t.type===O.PROPERTY){if(e===r[n])return S}else if(t.type===O.BOOLEAN_ATTRIBUTE){if(!!e===r.hasAttribute(n))return S}else if(t.type===O.ATTRIBUTE&&r.getAttribute(n)===e+"")return S;return Ae(t),e}});var re=t=>I`<svg class="icon" viewBox="0 0 16 16" width="14" height="14" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${t}</svg>`,Dr=re(I`<path d="M8 2 15 14H1Z"/><path d="M8 6.5v3.2M8 11.8v.1"/>`),ue={supported:re(I`<path d="M2.5 8.5 6.3 12.3 13.5 4.2"/>`),partial:re(I`<circle cx="8" cy="8" r="6"/><path d="M8 2a6 6 0 0 1 0 12Z" fill="currentColor"/>`),unsupported:Dr,contradicted:re(I`<circle cx="8" cy="8" r="6.2"/><path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8"/>`)},Dt=re(I`<path d="M8 13.5v-11M3.5 7 8 2.5 12.5 7"/>`),jt=re(I`<path d="M4 4h8v8H4Z" fill="currentColor"/>`);function Wt(t){let{words:e,draft:r,busy:n}=t;return m`
    <form class="composer" part="composer" @submit=${o=>{o.preventDefault(),!n&&!t.waiting&&t.send(r)}}>
      <textarea
        part="input"
        rows="1"
        maxlength=${t.maxLength}
        aria-label=${e.askLabel}
        placeholder=${t.placeholder||e.placeholder}
        enterkeyhint="send"
        autocomplete="off"
        .value=${Ht(r)}
        @input=${o=>t.write(o.target.value)}
        @keydown=${zr}
      ></textarea>
      ${jr(t)}
    </form>
    ${t.suggestions.length===0?p:Wr(t)}
  `}function jr({words:t,busy:e,waiting:r,draft:n,stop:s}){let o=!e&&(r||n.trim()==="");return m`
    <button
      class="primary"
      part=${e?"stop":"send"}
      type=${e?"button":"submit"}
      aria-disabled=${o?"true":"false"}
      @click=${a=>{e&&(a.preventDefault(),a.detail<2&&s())}}
    >
      ${e?jt:Dt}<span>${e?t.stop:t.send}</span>
    </button>
  `}function Wr({words:t,suggestions:e,send:r}){return m`
    <ul class="suggestions" part="suggestions" aria-label=${t.suggestions}>
      ${e.map(n=>m`<li><button type="button" part="suggestion" dir="auto" @click=${()=>r(n)}>${n}</button></li>`)}
    </ul>
  `}function zr(t){let e=t.isComposing||t.keyCode===229;t.key!=="Enter"||t.shiftKey||e||(t.preventDefault(),t.target.form?.requestSubmit())}var Br=6,zt=1500;function Bt(t,e){return{key:t,question:e,phase:"asking",...{text:"",statements:[],citations:[],sources:[],disagreements:[]},answerer:null,answer:null,problem:null,retryAt:null}}function Vt(t,e){switch(e.type){case"answer.started":return{...t,answerer:e.answerer};case"sources":return{...t,sources:e.sources};case"text.delta":return{...t,phase:"writing",text:t.text+e.text};case"statement":return{...t,statements:[...t.statements,e.statement],citations:[...t.citations,...e.evidence]};case"disagreement":return{...t,disagreements:[...t.disagreements,e.disagreement]};case"answer.completed":{let{text:r,statements:n,citations:s,sources:o,disagreements:i,answerer:a}=e.answer;return{...t,phase:"complete",text:r,statements:n,citations:s,sources:o,disagreements:i,answerer:a,answer:e.answer}}case"answer.failed":return{...t,phase:"failed",problem:e.problem}}}var M=t=>t?.phase==="asking"||t?.phase==="writing";function Ft(t){return t.flatMap(r=>{let n=r.answer===null?"":Lt(r.text,r.statements);return n===""?[]:[{role:"user",content:G(r.question,0,zt)},{role:"assistant",content:G(n,0,zt)}]}).slice(-Br)}function Gt(t){let e=new Set(t.citations.map(n=>n.number)),r=t.statements.flatMap(n=>n.citations);return[...new Set(r.filter(n=>!e.has(n)))]}var Kt=C`
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
`;var Jt=C`
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
`;var Qt=C`
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
`;var Yt=C`
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
`;var Zt=[Yt,Kt,Jt,Qt];function ze(t,e,r){return t.map(n=>{let s=r.citations.find(o=>o.number===n);return s!==void 0?Vr(s,`${e}-${n}`,r):r.arriving?m`\u00a0<span class="chip pending" part="citation">${n}</span>`:` [${n}]`})}var Be=(t,e)=>e.find(r=>r.id===t.source);function Vr(t,e,r){let{words:n}=r.surface,s=Be(t,r.sources),o=s?.publisher??n.unnamedOutlet,i=s===void 0?n.dateUnknown:de(s.published,n);return m`\u00a0<span class="cite" @focusout=${Yr}
    ><button
      type="button"
      class="chip ${t.support}"
      part="citation"
      popovertarget=${e}
      aria-haspopup="dialog"
      aria-label=${n.citation(t.number,o,i,t.support)}
      @focus=${Jr}
      @click=${Qr}
    >${t.number}${t.support==="supported"?p:ue[t.support]}</button
    ><span
      popover
      id=${e}
      class="card"
      part="card"
      role="dialog"
      tabindex="-1"
      aria-label=${n.card(t.number)}
      @beforetoggle=${Kr}
      @toggle=${a=>{a.newState==="open"&&r.surface.citationOpened(t,s)}}
    >${Fr(t,s,e,r)}</span
    ></span
  >`}function Fr(t,e,r,n){let{words:s}=n.surface,o=te(e?.url??null);return m`
    <span class="quote" part="quote" role="blockquote" dir="auto">${t.quote}</span>
    <span class="card-title" dir="auto">${e?.title??s.untitled}</span>
    <span class="meta"
      ><bdi>${e?.publisher??s.unnamedOutlet}</bdi> ·
      ${e===void 0?s.dateUnknown:B(e.published,s)}</span
    >
    <span class="verdict ${t.support}" part="verdict"
      >${ue[t.support]} ${s.support[t.support]}</span
    >
    <span class="actions">
      ${n.snapshot===null?p:Gr(t,n.snapshot,n.surface)}
      ${o===null?p:m`<a part="link" href=${o} target="_blank" rel="noopener noreferrer">${s.openOriginal}</a>`}
      <button type="button" class="link close" popovertarget=${r} popovertargetaction="hide">${s.close}</button>
    </span>
  `}function Gr(t,e,r){let{article_id:n,start:s,end:o,quote:i}=t;return m`<button type="button" class="link" @click=${l=>{l.currentTarget.closest("[popover]")?.hidePopover(),r.openArticle({articleId:n,snapshot:e,start:s,end:o,quote:i})}}>${r.words.showInArticle}</button>`}var Ve=t=>t.nextElementSibling,Fe=new WeakSet;function Kr(t){let e=t.currentTarget,r=e.previousElementSibling;t.newState!=="closed"||!(r instanceof HTMLElement)||(Fe.add(r),e.matches(":focus-within")&&r.focus())}function Jr(t){let e=t.currentTarget;e.matches(":focus-visible")&&!Fe.has(e)&&Xt(e)}function Qr(t){if(t.detail!==0)return;t.preventDefault();let e=t.currentTarget;Xt(e),Ve(e).focus()}function Xt(t){let e=Ve(t);e.matches(":popover-open")||e.showPopover({source:t})}function Yr(t){let e=t.currentTarget,r=e.firstElementChild;t.relatedTarget instanceof Node&&e.contains(t.relatedTarget)||r!==null&&(t.relatedTarget!==null&&Ve(r).hidePopover(),Fe.delete(r))}function er(t,e){let r=t.answer?.corpus.snapshot??null,n=t.answer===null,s={citations:t.citations,sources:t.sources,snapshot:r,arriving:n,surface:e},o=t.answer?.outcome==="insufficient_evidence";return m`
    ${t.disagreements.map((i,a)=>rn(i,Xr(i,t,e),`${t.key}-d${a}`,s))}
    ${o?m`<h3 class="unanswered">${e.words.notFound}</h3>`:p}
    ${Zr(t)?p:m`<p class="text" part="text" dir="auto">${en(t,o,s)}</p>`}
    ${t.answer===null?p:sn(t.answer,e)}
  `}function Zr({statements:t,disagreements:e}){let r=e.flatMap(s=>s.positions.map(o=>o.statement)),n=s=>r.some(o=>s===o||s.endsWith(`: “${o}”`));return t.length>0&&t.every(s=>n(s.text))}function Xr({about:t},{question:e},{words:r}){return r.about(t.toLowerCase()===e.toLowerCase()?"":t)}function en(t,e,r){return e&&t.statements.length===0?r.surface.words.notFoundDetail:We(t.text,t.statements,r.arriving).map((n,s)=>tn(n,`${t.key}-t${s}`,r))}function tn(t,e,r){switch(t.kind){case"text":return t.text;case"markers":return ze(t.numbers,e,r);case"statement":{let{support:n}=t.statement;return n==="supported"?t.text:m`${t.text}\u00a0<span class="verdict ${n}" part="verdict"
          >${ue[n]}\u00a0${r.surface.words.statementSupport[n]}</span
        >`}}}function rn(t,e,r,n){return m`
    <section class="disagreement" part="disagreement" aria-labelledby=${r}>
      <h3 id=${r} dir="auto">${e}</h3>
      <ul class="positions">
        ${t.positions.map((s,o)=>nn(s,`${r}-p${o}`,n))}
      </ul>
    </section>
  `}function nn(t,e,r){let{words:n}=r.surface,s=r.citations.filter(i=>t.citations.includes(i.number)),o=new Set(s.map(i=>Be(i,r.sources)));return m`
    <li>
      ${[...o].map(i=>i===void 0?p:m`<p class="meta">
              <bdi class="outlet">${i.publisher??n.unnamedOutlet}</bdi>
              <span>${B(i.published,n)}</span>
            </p>`)}
      <p class="position" dir="auto">${t.statement}${ze(t.citations,e,r)}</p>
    </li>
  `}function sn(t,e){let{words:r}=e,{checked:n,corpus:s}=t,o=s.newest===null?null:_e(s.newest,r),i=n.statements===0?[]:[r.checked(n.supported,n.statements)];return n.cut>0&&i.push(r.cut(n.cut)),n.corrected>0&&i.push(r.corrected(n.corrected)),m`
    ${t.outcome==="insufficient_evidence"?dn(t,e):an(t,e)}
    <footer class="colophon" part="asof">
      ${t.notices.map(({code:a,text:l})=>m`<p part="notice" dir="auto">${r.notices[a]??l}</p>`)}
      <p>${[on(t,e),...i].join(" · ")}</p>
      <p>${r.asOf(_e(t.as_of,r))} · ${r.archive(r.articles(s.articles),o)}</p>
    </footer>
  `}function on({answerer:t,outcome:e},{words:r}){return t.kind==="model"?r.byModel(t.model):e==="insufficient_evidence"?r.searchedWithoutModel:r.byQuotes}function an({sources:t},e){let r=t.filter(n=>n.cited);return t.length===0?p:m`
    <details class="sources" part="sources">
      <summary>${e.words.sourceList(r.length,t.length)}</summary>
      <ul>
        ${[...r,...t.filter(n=>!n.cited)].map(n=>ln(n,e))}
      </ul>
    </details>
  `}function ln(t,{words:e}){return m`
    <li part="source">
      ${tr(t.title??e.untitled,t.url)}
      <span class="meta"
        ><bdi>${t.publisher??e.unnamedOutlet}</bdi> · ${B(t.published,e)}${t.cited?p:` · ${e.alsoSearched}`}</span
      >
    </li>
  `}function tr(t,e){let r=te(e);return r===null?m`<span class="title" dir="auto">${t}</span>`:m`<a class="title" part="link" dir="auto" href=${r} target="_blank" rel="noopener noreferrer">${t}</a>`}function dn({nearest:t,corpus:e},r){return t.length===0?p:m`
    <section class="nearest" part="nearest">
      <h4>${r.words.nearest}</h4>
      <ul>
        ${t.map(n=>cn(n,e.snapshot,r))}
      </ul>
    </section>
  `}function cn(t,e,r){let{words:n}=r,s={articleId:t.article_id,snapshot:e,start:t.start,end:t.end,quote:t.text};return m`
    <li part="hit">
      ${tr(t.title??n.untitled,t.url)}
      <span class="meta"
        ><bdi>${t.publisher??n.unnamedOutlet}</bdi> · ${de(t.published,n)} ·
        <button type="button" class="link" @click=${()=>r.openArticle(s)}>${n.showInArticle}</button></span
      >
      <p class="passage" dir="auto">${t.text}</p>
    </li>
  `}function rr(t,e,r){let{words:n}=r,s=`question-${t.key}`,o=t.text!==""||t.answer!==null||t.disagreements.length>0;return m`
    <article class="turn" part="message" aria-labelledby=${s} aria-busy=${M(t)?"true":"false"}>
      <h2 id=${s} class="question" part="question" tabindex="-1" dir="auto">
        <span class="unseen">${n.youAsked}</span>${t.question}
      </h2>
      <div class="answer" part="answer">
        ${o?er(t,r):p}
        ${M(t)?m`<p class="working">${Ge(t,n)}</p>`:p}
        ${pn(t,e,r)}
      </div>
    </article>
  `}function Ge(t,e){return t.phase==="writing"?e.writing:t.sources.length===0?e.searching:e.reading(e.articles(t.sources.length),un(t.sources))}function un(t){let e=[...new Set(t.flatMap(r=>r.publisher??[]))];return e.length>3?`${e.slice(0,3).join(", ")} …`:e.join(", ")}function pn(t,e,r){let n=hn(t,r.words);if(n===null)return p;let s=e>0?r.words.askAgainIn(e):r.words.askAgain;return m`
    <div class="ending ${t.phase}" part="error">
      <div role=${t.phase==="stopped"?p:"alert"}>
        <p class="told" dir="auto">${n.title}</p>
        ${n.detail===""?p:m`<p class="detail" dir="auto">${n.detail}</p>`}
      </div>
      <button type="button" class="quiet" ?disabled=${e>0} @click=${()=>r.askAgain(t)}>
        ${s}
      </button>
    </div>
  `}function hn(t,e){switch(t.phase){case"stopped":return{title:t.text===""?e.stoppedEmpty:e.stopped,detail:""};case"cut":return{title:e.cutShort,detail:t.text===""?"":e.cutShortDetail};case"failed":return mn(t.problem,e);default:return null}}function mn(t,e){return t===null||t.status===0?{title:e.unreachable,detail:e.unreachableDetail}:{title:t.status===429?e.tooMany:t.status<500?e.refused:e.failed,detail:t.detail||t.title}}var nr={months:["January","February","March","April","May","June","July","August","September","October","November","December"],placeholder:"Ask a question",askLabel:"Your question",send:"Ask",stop:"Stop",askAgain:"Ask again",askAgainIn:t=>`Ask again in ${t} s`,startOver:"Start over",suggestions:"Questions to try",conversation:"Questions and answers",youAsked:"You asked: ",searching:"Searching the archive",reading:(t,e)=>`Reading ${t}${e===""?"":` from ${e}`}`,writing:"Writing the answer",articles:t=>t===1?"1 article":`${t} articles`,sources:t=>t===1?"1 source":`${t} sources`,ready:(t,e)=>`Answer ready, ${t}${e===0?"":e===1?", 1 disagreement":`, ${e} disagreements`}.`,notFound:"The archive does not answer this",notFoundDetail:"Insufficient evidence: nothing in the stored articles supports an answer, so none is given.",nearest:"The nearest passages",nearestStatus:t=>t===0?"The archive does not answer this question.":`The archive does not answer this question. ${t===1?"1 nearby passage is":`${t} nearby passages are`} listed.`,about:t=>t===""?"Sources disagree":`Sources disagree: ${t}`,byQuotes:"Answered from the archive’s own sentences, no model",byModel:t=>`Answered by model ${t??"of unknown name"}`,searchedWithoutModel:"Searched without a model",asOf:t=>`As of ${t}`,archive:(t,e)=>`archive of ${t}${e===null?"":`, newest ${e}`}`,checked:(t,e)=>t===e?`${t} of ${e} statements checked`:`${t} of ${e} statements checked and supported`,cut:t=>`${t} left out for want of support`,corrected:t=>t===1?"1 citation corrected":`${t} citations corrected`,notices:{model_failed:"The model failed, so these are the archive’s own sentences",not_borne_out:"What the model wrote was not borne out by its sources, and is not shown",cut_short:"The model was cut short: its last words are missing",sources_left_out:"The model had no room for some of the passages that were found"},sourceList:(t,e)=>t===e?`Sources: ${t} cited`:`Sources: ${t} cited, ${e-t} also searched`,alsoSearched:"searched, not cited",citation:(t,e,r,n)=>`Source ${t}: ${e}, ${r}, ${fn[n]}`,card:t=>`Source ${t}`,support:{supported:"The quoted words support the statement",partial:"The quoted words support a part of the statement",unsupported:"The quoted words do not support the statement",contradicted:"The quoted words say otherwise"},statementSupport:{supported:"supported",partial:"supported in part",unsupported:"not supported by the sources",contradicted:"contradicted by the sources"},unnamedOutlet:"unnamed outlet",untitled:"Untitled article",dateUnknown:"date unknown",datedInText:"dated in its text",datedInUrl:"dated in its address",openOriginal:"Open original",showInArticle:"Show in article",close:"Close",opening:"Opening the article",noArticle:"The article could not be opened",quoteMoved:"The quoted words were not found at their place in this text, so nothing is highlighted.",unreachable:"The archive cannot be reached",unreachableDetail:"Check the connection, then ask again.",tooMany:"Too many questions just now",refused:"The question was not accepted",failed:"The archive could not answer",cutShort:"The connection was lost before the answer was complete",cutShortDetail:"What had arrived is kept above. Nothing was asked a second time.",stopped:"Stopped. The answer above is not complete.",stoppedEmpty:"Stopped before an answer came."},fn={supported:"supported",partial:"supported in part",unsupported:"not supported",contradicted:"says otherwise"};var gn=3600,bn=6,ke=class extends q{static styles=Zt;static properties={endpoint:{},apiKey:{attribute:"api-key"},placeholder:{},asOf:{attribute:"as-of"},maxLength:{attribute:"max-length",type:Number},suggestions:{converter:{fromAttribute:yn}},turns:{state:!0},draft:{state:!0}};words=nr;#e=new Se(this);#t=0;#s=null;#r;constructor(){super(),this.endpoint="",this.apiKey="",this.placeholder="",this.asOf="",this.maxLength=2e3,this.suggestions=[],this.turns=[],this.draft=""}get service(){return{url:this.endpoint.replace(/\/$/,""),key:this.apiKey}}async ask(e){let r=e.trim();if(r===""||M(this.turns.at(-1))||!this.#n("submit",{question:r}))return null;let n=Ft(this.turns),s={question:r,fallback:!0,...n.length>0&&{history:n},...this.asOf!==""&&{as_of:this.asOf}},o=this.shadowRoot?.activeElement?.matches("[part=suggestion], .ending button")??!1;this.#t+=1,this.draft.trim()===r&&(this.draft=""),this.turns=[...this.turns,Bt(this.#t,r)];let i=this.#t;return o&&this.updateComplete.then(()=>this.#u(i)?.focus()),await this.#o(i,s),this.turns.find(a=>a.key===i)?.answer??null}stop(){this.#s?.abort()}reset(){this.stop(),this.turns=[],this.renderRoot.querySelector("textarea")?.focus()}async#o(e,r){let n=new AbortController;this.#s=n;try{for await(let s of Mt(this.service,r,n.signal))this.#d(e,s)}catch(s){if(n.signal.aborted)this.#i(e);else if(s instanceof F)this.#a(e,r.question,s);else if(s instanceof L)this.#c(e,s);else throw s}}#d(e,r){if(this.#l(e,s=>Vt(s,r)),r.type==="answer.started"&&this.#n("start",{id:r.id}),r.type==="answer.failed"&&this.#n("error",{...r.problem,retryAfter:null}),r.type!=="answer.completed")return;let n=Gt(r.answer);n.length>0&&console.warn(`dateline-ask: answer ${r.answer.id} has no citation for ${n.join(", ")}`),this.#n("complete",{answer:r.answer})}#i(e){this.#l(e,r=>({...r,phase:"stopped"})),this.#n("stop",{})}#a(e,r,{problem:n,retryAfter:s}){let o=s===null?null:Date.now()+Math.min(s,gn)*1e3;this.#l(e,i=>({...i,phase:"failed",problem:n,retryAt:o})),this.draft===""&&(this.draft=r),o!==null&&(this.#r??=setInterval(()=>this.requestUpdate(),1e3)),this.#n("error",{...n,retryAfter:s})}#c(e,r){this.#l(e,n=>({...n,phase:"cut"})),this.#n("error",{type:"about:blank",title:r.message,status:0,detail:"",retryAfter:null})}#l(e,r){this.turns=this.turns.map(n=>n.key===e?r(n):n)}#u(e){return this.renderRoot.querySelector(`#question-${e}`)}#n(e,r){let n={detail:r,bubbles:!0,composed:!0,cancelable:e==="submit"};return this.dispatchEvent(new CustomEvent(`dateline-${e}`,n))}openArticle(e){this.#e.open(e)}citationOpened(e,r){this.#n("citation-open",{citation:e,source:r??null})}askAgain(e){M(this.turns.at(-1))||(this.turns=this.turns.filter(r=>r!==e),this.ask(e.question))}disconnectedCallback(){super.disconnectedCallback(),this.stop(),this.#p()}#p(){clearInterval(this.#r),this.#r=void 0}get#h(){let e=this.turns.at(-1)?.retryAt??0;return Math.max(0,Math.ceil((e-Date.now())/1e3))}updated(e){this.#r!==void 0&&this.#h===0&&this.#p();let r=e.get("turns")?.length;if(r!==void 0&&r>0&&this.turns.length>r){let n=matchMedia("(prefers-reduced-motion: reduce)").matches?"auto":"smooth";this.#u(this.#t)?.scrollIntoView({block:"start",behavior:n})}}render(){let e=this.turns.at(-1),r=this.#h;return m`
      <div class="root" part="panel">
        ${this.turns.length===0?p:this.#m(r)}
        ${Wt({words:this.words,draft:this.draft,maxLength:this.maxLength,placeholder:this.placeholder,busy:M(e),waiting:r>0,suggestions:e===void 0?this.suggestions:[],write:n=>this.draft=n,send:n=>{this.ask(n)},stop:()=>this.stop()})}
        ${e===void 0||M(e)?p:m`<button type="button" class="quiet over" part="reset" @click=${()=>this.reset()}>
              ${this.words.startOver}
            </button>`}
        <p class="unseen" role="status">${e===void 0?"":this.#f(e)}</p>
        ${this.#e.template()}
      </div>
    `}#m(e){let r=this.turns.at(-1);return m`
      <section aria-label=${this.words.conversation}>
        <ol class="log" part="log" role="list">
          ${vt(this.turns,n=>n.key,n=>m`<li>${rr(n,n===r?e:0,this)}</li>`)}
        </ol>
      </section>
    `}#f(e){if(M(e))return Ge(e,this.words);if(e.phase==="stopped")return e.text===""?this.words.stoppedEmpty:this.words.stopped;if(e.answer===null)return"";let{outcome:r,nearest:n,sources:s,disagreements:o}=e.answer;if(r==="insufficient_evidence")return this.words.nearestStatus(n.length);let i=s.filter(a=>a.cited).length;return this.words.ready(this.words.sources(i),o.length)}};function yn(t){try{let e=JSON.parse(t??"[]");return Array.isArray(e)?e.filter(r=>typeof r=="string").slice(0,bn):[]}catch{return console.warn("dateline-ask: the attribute suggestions is no JSON list of questions"),[]}}customElements.get("dateline-ask")===void 0&&customElements.define("dateline-ask",ke);export{ke as DatelineAsk};
