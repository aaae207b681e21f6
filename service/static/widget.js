/*! Dateline widget, Apache-2.0. Licences of what it contains: widget.licenses.txt */
var fe=globalThis,ge=fe.ShadowRoot&&(fe.ShadyCSS===void 0||fe.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,Pe=Symbol(),et=new WeakMap,se=class{constructor(e,r,n){if(this._$cssResult$=!0,n!==Pe)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=r}get styleSheet(){let e=this.o,r=this.t;if(ge&&e===void 0){let n=r!==void 0&&r.length===1;n&&(e=et.get(r)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),n&&et.set(r,e))}return e}toString(){return this.cssText}},tt=t=>new se(typeof t=="string"?t:t+"",void 0,Pe),E=(t,...e)=>{let r=t.length===1?t[0]:e.reduce((n,o,s)=>n+(i=>{if(i._$cssResult$===!0)return i.cssText;if(typeof i=="number")return i;throw Error("Value passed to 'css' function must be a 'css' function result: "+i+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(o)+t[s+1],t[0]);return new se(r,t,Pe)},rt=(t,e)=>{if(ge)t.adoptedStyleSheets=e.map(r=>r instanceof CSSStyleSheet?r:r.styleSheet);else for(let r of e){let n=document.createElement("style"),o=fe.litNonce;o!==void 0&&n.setAttribute("nonce",o),n.textContent=r.cssText,t.appendChild(n)}},Oe=ge?t=>t:t=>t instanceof CSSStyleSheet?(e=>{let r="";for(let n of e.cssRules)r+=n.cssText;return tt(r)})(t):t;var{is:kr,defineProperty:_r,getOwnPropertyDescriptor:Tr,getOwnPropertyNames:Er,getOwnPropertySymbols:Cr,getPrototypeOf:Rr}=Object,be=globalThis,nt=be.trustedTypes,Pr=nt?nt.emptyScript:"",Or=be.reactiveElementPolyfillSupport,ie=(t,e)=>t,Me={toAttribute(t,e){switch(e){case Boolean:t=t?Pr:null;break;case Object:case Array:t=t==null?t:JSON.stringify(t)}return t},fromAttribute(t,e){let r=t;switch(e){case Boolean:r=t!==null;break;case Number:r=t===null?null:Number(t);break;case Object:case Array:try{r=JSON.parse(t)}catch{r=null}}return r}},st=(t,e)=>!kr(t,e),ot={attribute:!0,type:String,converter:Me,reflect:!1,useDefault:!1,hasChanged:st};Symbol.metadata??=Symbol("metadata"),be.litPropertyMetadata??=new WeakMap;var R=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,r=ot){if(r.state&&(r.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((r=Object.create(r)).wrapped=!0),this.elementProperties.set(e,r),!r.noAccessor){let n=Symbol(),o=this.getPropertyDescriptor(e,n,r);o!==void 0&&_r(this.prototype,e,o)}}static getPropertyDescriptor(e,r,n){let{get:o,set:s}=Tr(this.prototype,e)??{get(){return this[r]},set(i){this[r]=i}};return{get:o,set(i){let a=o?.call(this);s?.call(this,i),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??ot}static _$Ei(){if(this.hasOwnProperty(ie("elementProperties")))return;let e=Rr(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(ie("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(ie("properties"))){let r=this.properties,n=[...Er(r),...Cr(r)];for(let o of n)this.createProperty(o,r[o])}let e=this[Symbol.metadata];if(e!==null){let r=litPropertyMetadata.get(e);if(r!==void 0)for(let[n,o]of r)this.elementProperties.set(n,o)}this._$Eh=new Map;for(let[r,n]of this.elementProperties){let o=this._$Eu(r,n);o!==void 0&&this._$Eh.set(o,r)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let r=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let o of n)r.unshift(Oe(o))}else e!==void 0&&r.push(Oe(e));return r}static _$Eu(e,r){let n=r.attribute;return n===!1?void 0:typeof n=="string"?n:typeof e=="string"?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,r=this.constructor.elementProperties;for(let n of r.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return rt(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,r,n){this._$AK(e,n)}_$ET(e,r){let n=this.constructor.elementProperties.get(e),o=this.constructor._$Eu(e,n);if(o!==void 0&&n.reflect===!0){let s=(n.converter?.toAttribute!==void 0?n.converter:Me).toAttribute(r,n.type);this._$Em=e,s==null?this.removeAttribute(o):this.setAttribute(o,s),this._$Em=null}}_$AK(e,r){let n=this.constructor,o=n._$Eh.get(e);if(o!==void 0&&this._$Em!==o){let s=n.getPropertyOptions(o),i=typeof s.converter=="function"?{fromAttribute:s.converter}:s.converter?.fromAttribute!==void 0?s.converter:Me;this._$Em=o;let a=i.fromAttribute(r,s.type);this[o]=a??this._$Ej?.get(o)??a,this._$Em=null}}requestUpdate(e,r,n,o=!1,s){if(e!==void 0){let i=this.constructor;if(o===!1&&(s=this[e]),n??=i.getPropertyOptions(e),!((n.hasChanged??st)(s,r)||n.useDefault&&n.reflect&&s===this._$Ej?.get(e)&&!this.hasAttribute(i._$Eu(e,n))))return;this.C(e,r,n)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(e,r,{useDefault:n,reflect:o,wrapped:s},i){n&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,i??r??this[e]),s!==!0||i!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(r=void 0),this._$AL.set(e,r)),o===!0&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(r){Promise.reject(r)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[o,s]of this._$Ep)this[o]=s;this._$Ep=void 0}let n=this.constructor.elementProperties;if(n.size>0)for(let[o,s]of n){let{wrapped:i}=s,a=this[o];i!==!0||this._$AL.has(o)||a===void 0||this.C(o,void 0,s,a)}}let e=!1,r=this._$AL;try{e=this.shouldUpdate(r),e?(this.willUpdate(r),this._$EO?.forEach(n=>n.hostUpdate?.()),this.update(r)):this._$EM()}catch(n){throw e=!1,this._$EM(),n}e&&this._$AE(r)}willUpdate(e){}_$AE(e){this._$EO?.forEach(r=>r.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(r=>this._$ET(r,this[r])),this._$EM()}updated(e){}firstUpdated(e){}};R.elementStyles=[],R.shadowRootOptions={mode:"open"},R[ie("elementProperties")]=new Map,R[ie("finalized")]=new Map,Or?.({ReactiveElement:R}),(be.reactiveElementVersions??=[]).push("2.1.2");var He=globalThis,it=t=>t,ye=He.trustedTypes,at=ye?ye.createPolicy("lit-html",{createHTML:t=>t}):void 0,Ie="$lit$",P=`lit$${Math.random().toFixed(9).slice(2)}$`,Ue="?"+P,Mr=`<${Ue}>`,W=document,le=()=>W.createComment(""),de=t=>t===null||typeof t!="object"&&typeof t!="function",qe=Array.isArray,ht=t=>qe(t)||typeof t?.[Symbol.iterator]=="function",Le=`[ 	
\f\r]`,ae=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,lt=/-->/g,dt=/>/g,D=RegExp(`>|${Le}(?:([^\\s"'>=/]+)(${Le}*=${Le}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),ct=/'/g,ut=/"/g,mt=/^(?:script|style|textarea|title)$/i,je=t=>(e,...r)=>({_$litType$:t,strings:e,values:r}),p=je(1),O=je(2),Qn=je(3),k=Symbol.for("lit-noChange"),h=Symbol.for("lit-nothing"),pt=new WeakMap,N=W.createTreeWalker(W,129);function ft(t,e){if(!qe(t)||!t.hasOwnProperty("raw"))throw Error("invalid template strings array");return at!==void 0?at.createHTML(e):e}var gt=(t,e)=>{let r=t.length-1,n=[],o,s=e===2?"<svg>":e===3?"<math>":"",i=ae;for(let a=0;a<r;a++){let l=t[a],m,f,c=-1,g=0;for(;g<l.length&&(i.lastIndex=g,f=i.exec(l),f!==null);)g=i.lastIndex,i===ae?f[1]==="!--"?i=lt:f[1]!==void 0?i=dt:f[2]!==void 0?(mt.test(f[2])&&(o=RegExp("</"+f[2],"g")),i=D):f[3]!==void 0&&(i=D):i===D?f[0]===">"?(i=o??ae,c=-1):f[1]===void 0?c=-2:(c=i.lastIndex-f[2].length,m=f[1],i=f[3]===void 0?D:f[3]==='"'?ut:ct):i===ut||i===ct?i=D:i===lt||i===dt?i=ae:(i=D,o=void 0);let y=i===D&&t[a+1].startsWith("/>")?" ":"";s+=i===ae?l+Mr:c>=0?(n.push(m),l.slice(0,c)+Ie+l.slice(c)+P+y):l+P+(c===-2?a:y)}return[ft(t,s+(t[r]||"<?>")+(e===2?"</svg>":e===3?"</math>":"")),n]},ce=class t{constructor({strings:e,_$litType$:r},n){let o;this.parts=[];let s=0,i=0,a=e.length-1,l=this.parts,[m,f]=gt(e,r);if(this.el=t.createElement(m,n),N.currentNode=this.el.content,r===2||r===3){let c=this.el.content.firstChild;c.replaceWith(...c.childNodes)}for(;(o=N.nextNode())!==null&&l.length<a;){if(o.nodeType===1){if(o.hasAttributes())for(let c of o.getAttributeNames())if(c.endsWith(Ie)){let g=f[i++],y=o.getAttribute(c).split(P),v=/([.?@])?(.*)/.exec(g);l.push({type:1,index:s,name:v[2],strings:y,ctor:v[1]==="."?ve:v[1]==="?"?we:v[1]==="@"?xe:V}),o.removeAttribute(c)}else c.startsWith(P)&&(l.push({type:6,index:s}),o.removeAttribute(c));if(mt.test(o.tagName)){let c=o.textContent.split(P),g=c.length-1;if(g>0){o.textContent=ye?ye.emptyScript:"";for(let y=0;y<g;y++)o.append(c[y],le()),N.nextNode(),l.push({type:2,index:++s});o.append(c[g],le())}}}else if(o.nodeType===8)if(o.data===Ue)l.push({type:2,index:s});else{let c=-1;for(;(c=o.data.indexOf(P,c+1))!==-1;)l.push({type:7,index:s}),c+=P.length-1}s++}}static createElement(e,r){let n=W.createElement("template");return n.innerHTML=e,n}};function z(t,e,r=t,n){if(e===k)return e;let o=n!==void 0?r._$Co?.[n]:r._$Cl,s=de(e)?void 0:e._$litDirective$;return o?.constructor!==s&&(o?._$AO?.(!1),s===void 0?o=void 0:(o=new s(t),o._$AT(t,r,n)),n!==void 0?(r._$Co??=[])[n]=o:r._$Cl=o),o!==void 0&&(e=z(t,o._$AS(t,e.values),o,n)),e}var $e=class{constructor(e,r){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=r}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:r},parts:n}=this._$AD,o=(e?.creationScope??W).importNode(r,!0);N.currentNode=o;let s=N.nextNode(),i=0,a=0,l=n[0];for(;l!==void 0;){if(i===l.index){let m;l.type===2?m=new ee(s,s.nextSibling,this,e):l.type===1?m=new l.ctor(s,l.name,l.strings,this,e):l.type===6&&(m=new Ae(s,this,e)),this._$AV.push(m),l=n[++a]}i!==l?.index&&(s=N.nextNode(),i++)}return N.currentNode=W,o}p(e){let r=0;for(let n of this._$AV)n!==void 0&&(n.strings!==void 0?(n._$AI(e,n,r),r+=n.strings.length-2):n._$AI(e[r])),r++}},ee=class t{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,r,n,o){this.type=2,this._$AH=h,this._$AN=void 0,this._$AA=e,this._$AB=r,this._$AM=n,this.options=o,this._$Cv=o?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,r=this._$AM;return r!==void 0&&e?.nodeType===11&&(e=r.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,r=this){e=z(this,e,r),de(e)?e===h||e==null||e===""?(this._$AH!==h&&this._$AR(),this._$AH=h):e!==this._$AH&&e!==k&&this._(e):e._$litType$!==void 0?this.$(e):e.nodeType!==void 0?this.T(e):ht(e)?this.k(e):this._(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==h&&de(this._$AH)?this._$AA.nextSibling.data=e:this.T(W.createTextNode(e)),this._$AH=e}$(e){let{values:r,_$litType$:n}=e,o=typeof n=="number"?this._$AC(e):(n.el===void 0&&(n.el=ce.createElement(ft(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===o)this._$AH.p(r);else{let s=new $e(o,this),i=s.u(this.options);s.p(r),this.T(i),this._$AH=s}}_$AC(e){let r=pt.get(e.strings);return r===void 0&&pt.set(e.strings,r=new ce(e)),r}k(e){qe(this._$AH)||(this._$AH=[],this._$AR());let r=this._$AH,n,o=0;for(let s of e)o===r.length?r.push(n=new t(this.O(le()),this.O(le()),this,this.options)):n=r[o],n._$AI(s),o++;o<r.length&&(this._$AR(n&&n._$AB.nextSibling,o),r.length=o)}_$AR(e=this._$AA.nextSibling,r){for(this._$AP?.(!1,!0,r);e!==this._$AB;){let n=it(e).nextSibling;it(e).remove(),e=n}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},V=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,r,n,o,s){this.type=1,this._$AH=h,this._$AN=void 0,this.element=e,this.name=r,this._$AM=o,this.options=s,n.length>2||n[0]!==""||n[1]!==""?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=h}_$AI(e,r=this,n,o){let s=this.strings,i=!1;if(s===void 0)e=z(this,e,r,0),i=!de(e)||e!==this._$AH&&e!==k,i&&(this._$AH=e);else{let a=e,l,m;for(e=s[0],l=0;l<s.length-1;l++)m=z(this,a[n+l],r,l),m===k&&(m=this._$AH[l]),i||=!de(m)||m!==this._$AH[l],m===h?e=h:e!==h&&(e+=(m??"")+s[l+1]),this._$AH[l]=m}i&&!o&&this.j(e)}j(e){e===h?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??"")}},ve=class extends V{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===h?void 0:e}},we=class extends V{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==h)}},xe=class extends V{constructor(e,r,n,o,s){super(e,r,n,o,s),this.type=5}_$AI(e,r=this){if((e=z(this,e,r,0)??h)===k)return;let n=this._$AH,o=e===h&&n!==h||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,s=e!==h&&(n===h||o);o&&this.element.removeEventListener(this.name,this,n),s&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},Ae=class{constructor(e,r,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=r,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){z(this,e)}},bt={M:Ie,P,A:Ue,C:1,L:gt,R:$e,D:ht,V:z,I:ee,H:V,N:we,U:xe,B:ve,F:Ae},Lr=He.litHtmlPolyfillSupport;Lr?.(ce,ee),(He.litHtmlVersions??=[]).push("3.3.3");var yt=(t,e,r)=>{let n=r?.renderBefore??e,o=n._$litPart$;if(o===void 0){let s=r?.renderBefore??null;n._$litPart$=o=new ee(e.insertBefore(le(),s),s,void 0,r??{})}return o._$AI(t),o};var De=globalThis,U=class extends R{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let r=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=yt(r,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return k}};U._$litElement$=!0,U.finalized=!0,De.litElementHydrateSupport?.({LitElement:U});var Hr=De.litElementPolyfillSupport;Hr?.({LitElement:U});(De.litElementVersions??=[]).push("4.2.2");var Ir=2e3;function vt(t,e){let{words:r}=e;return p`
    <div class="answer-actions" part="actions" role="group" aria-label=${r.actions}>
      <button type="button" class="quiet" part="copy" @click=${()=>e.copyAnswer(t)}>
        ${t.copied?r.copied:r.copy}
      </button>
      ${$t(t,"up",r.helpful,e)} ${$t(t,"down",r.notHelpful,e)}
    </div>
    ${t.rated===null?h:Ur(t,t.rated,e)}
  `}function Ne(t,e){return{sending:"",sent:e.thanks,explained:e.thanksForReason,failed:e.notTaken}[t]}function $t(t,e,r,n){let o=t.rated?.rating===e;return p`<button
    type="button"
    class="quiet"
    part="feedback"
    aria-pressed=${o?"true":"false"}
    @click=${()=>n.rate(t,e,"")}
  >
    ${r}
  </button>`}function Ur(t,e,r){let{words:n}=r,o=s=>{s.preventDefault();let i=s.target.elements.namedItem("reason");i.value.trim()!==""&&r.rate(t,e.rating,i.value.trim())};return p`
    <p class="meta" part="feedback-state">${Ne(e.state,n)}</p>
    ${e.state!=="sent"||e.rating==="up"?h:p`<form class="reason" @submit=${o}>
          <textarea name="reason" rows="2" maxlength=${Ir} aria-label=${n.reason} placeholder=${n.reason}></textarea>
          <button type="submit" class="quiet">${n.sendReason}</button>
        </form>`}
  `}var qr=/^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/;function Se(t,e){let[,r,n,o]=qr.exec(t??"")??[];return r===void 0?e.dateUnknown:e.date(Number(r),n===void 0?null:Number(n),o===void 0?null:Number(o))}function B(t,e){let r={day:10,month:7,year:4,unknown:0}[t.precision];return Se(t.value?.slice(0,r)??null,e)}function F(t,e){let r=B(t,e);return r===e.dateUnknown?r:t.provenance==="text"?`${r}, ${e.datedInText}`:t.provenance==="url"?`${r}, ${e.datedInUrl}`:r}var ue=class extends Error{constructor(e,r){super(e),this.name="ParseError",this.type=r.type,this.field=r.field,this.value=r.value,this.line=r.line}},wt=10,jr=13,G=32;function We(t){}function St(t){if(typeof t=="function")throw new TypeError("`config` must be an object, got a function instead. Did you mean `createParser({onEvent: fn})`?");let{onEvent:e=We,onError:r=We,onRetry:n=We,onComment:o,maxBufferSize:s}=t,i=[],a=0,l=!0,m,f="",c=0,g,y=!1;function v(u){if(y)throw new Error("Cannot feed parser: it was terminated after exceeding the configured max buffer size. Call `reset()` to resume parsing.");if(l&&(l=!1,u.charCodeAt(0)===239&&u.charCodeAt(1)===187&&u.charCodeAt(2)===191&&(u=u.slice(3))),i.length===0){let w=Y(u);w!==""&&(i.push(w),a=w.length),_();return}if(u.indexOf(`
`)===-1&&u.indexOf("\r")===-1){i.push(u),a+=u.length,_();return}i.push(u);let d=i.join("");i.length=0,a=0;let b=Y(d);b!==""&&(i.push(b),a=b.length),_()}function _(){s!==void 0&&(a+f.length<=s||(y=!0,i.length=0,a=0,m=void 0,f="",c=0,g=void 0,r(new ue(`Buffered data exceeded max buffer size of ${s} characters`,{type:"max-buffer-size-exceeded"}))))}function Y(u){let d=0;if(u.indexOf("\r")===-1){let b=u.indexOf(`
`,d);for(;b!==-1;){if(d===b){c>0&&e({id:m,event:g,data:f}),m=void 0,f="",c=0,g=void 0,d=b+1,b=u.indexOf(`
`,d);continue}let w=u.charCodeAt(d);if(xt(u,d,w)){let x=u.charCodeAt(d+5)===G?d+6:d+5,I=u.slice(x,b);if(c===0&&u.charCodeAt(b+1)===wt){e({id:m,event:g,data:I}),m=void 0,f="",g=void 0,d=b+2,b=u.indexOf(`
`,d);continue}f=c===0?I:`${f}
${I}`,c++}else At(u,d,w)?g=u.slice(u.charCodeAt(d+6)===G?d+7:d+6,b)||void 0:Z(u,d,b);d=b+1,b=u.indexOf(`
`,d)}return u.slice(d)}for(;d<u.length;){let b=u.indexOf("\r",d),w=u.indexOf(`
`,d),x=-1;if(b!==-1&&w!==-1?x=b<w?b:w:b!==-1?b===u.length-1?x=-1:x=b:w!==-1&&(x=w),x===-1)break;Z(u,d,x),d=x+1,u.charCodeAt(d-1)===jr&&u.charCodeAt(d)===wt&&d++}return u.slice(d)}function Z(u,d,b){if(d===b){vr();return}let w=u.charCodeAt(d);if(xt(u,d,w)){let X=u.charCodeAt(d+5)===G?d+6:d+5,Xe=u.slice(X,b);f=c===0?Xe:`${f}
${Xe}`,c++;return}if(At(u,d,w)){g=u.slice(u.charCodeAt(d+6)===G?d+7:d+6,b)||void 0;return}if(w===105&&u.charCodeAt(d+1)===100&&u.charCodeAt(d+2)===58){let X=u.slice(u.charCodeAt(d+3)===G?d+4:d+3,b);X.includes("\0")||(m=X);return}if(w===58){if(o){let X=u.slice(d,b);o(X.slice(u.charCodeAt(d+1)===G?2:1))}return}let x=u.slice(d,b),I=x.indexOf(":");if(I===-1){Ze(x,"",x);return}let xr=x.slice(0,I),Ar=x.charCodeAt(I+1)===G?2:1,Sr=x.slice(I+Ar);Ze(xr,Sr,x)}function Ze(u,d,b){switch(u){case"event":g=d||void 0;break;case"data":f=c===0?d:`${f}
${d}`,c++;break;case"id":d.includes("\0")||(m=d);break;case"retry":/^\d+$/.test(d)?n(parseInt(d,10)):r(new ue(`Invalid \`retry\` value: "${d}"`,{type:"invalid-retry",value:d,line:b}));break;default:r(new ue(`Unknown field "${u.length>20?`${u.slice(0,20)}…`:u}"`,{type:"unknown-field",field:u,value:d,line:b}));break}}function vr(){c>0&&e({id:m,event:g,data:f}),m=void 0,f="",c=0,g=void 0}function wr(u={}){if(u.consume&&i.length>0){let d=i.join("");Z(d,0,d.length)}l=!0,m=void 0,f="",c=0,g=void 0,i.length=0,a=0,y=!1}return{feed:v,reset:wr}}function xt(t,e,r){return r===100&&t.charCodeAt(e+1)===97&&t.charCodeAt(e+2)===116&&t.charCodeAt(e+3)===97&&t.charCodeAt(e+4)===58}function At(t,e,r){return r===101&&t.charCodeAt(e+1)===118&&t.charCodeAt(e+2)===101&&t.charCodeAt(e+3)===110&&t.charCodeAt(e+4)===116&&t.charCodeAt(e+5)===58}var kt=["supported","partial","unsupported","contradicted"],Dr=["answered","disputed","insufficient_evidence"],Nr=["day","month","year","unknown"],Wr=["given","metadata","text","url","none"],S=t=>typeof t=="object"&&t!==null&&!Array.isArray(t)?t:{},$=t=>typeof t=="string"?t:"",T=t=>typeof t=="string"&&t!==""?t:null,A=t=>Number.isSafeInteger(t)&&t>=0?t:0,C=(t,e)=>Array.isArray(t)?t.map(e):[],te=(t,e,r)=>e.find(n=>n===t)??r;function ze(t){let e=S(t);return{value:T(e.value),precision:te(e.precision,Nr,"unknown"),provenance:te(e.provenance,Wr,"none")}}function _t(t){let e=S(t);return{id:$(e.id),article_id:$(e.article_id),title:T(e.title),publisher:T(e.publisher),url:T(e.url),cited:e.cited===!0,published:ze(e.published)}}function Tt(t){let e=S(t);return{number:A(e.number),source:$(e.source),article_id:$(e.article_id),start:A(e.start),end:A(e.end),quote:$(e.quote),support:te(e.support,kt,"unsupported")}}function Et(t){let e=S(t);return{text:$(e.text),start:A(e.start),end:A(e.end),citations:C(e.citations,A),support:te(e.support,kt,"unsupported")}}function Ct(t){let e=S(t);return{about:$(e.about),positions:C(e.positions,r=>{let n=S(r);return{statement:$(n.statement),citations:C(n.citations,A)}})}}function zr(t){let e=S(t);return{article_id:$(e.article_id),start:A(e.start),end:A(e.end),text:$(e.text),title:T(e.title),publisher:T(e.publisher),published:ze(e.published),url:T(e.url)}}function Rt(t){let e=S(t);return{kind:te(e.kind,["quotes","model"],"model"),model:T(e.model)}}function Vr(t){let e=S(t);return{code:$(e.code),text:$(e.text)}}function Ve(t){let e=S(t);if(typeof e.outcome!="string")throw new TypeError("an answer without an outcome");let r=S(e.checked),n=S(e.corpus);return{id:$(e.id),question:$(e.question),outcome:te(e.outcome,Dr,"answered"),text:$(e.text),statements:C(e.statements,Et),citations:C(e.citations,Tt),sources:C(e.sources,_t),disagreements:C(e.disagreements,Ct),as_of:$(e.as_of),nearest:C(e.nearest,zr),checked:{statements:A(r.statements),supported:A(r.supported),cut:A(r.cut),corrected:A(r.corrected)},answerer:Rt(e.answerer),corpus:{snapshot:$(n.snapshot),articles:A(n.articles),newest:T(n.newest)},notices:C(e.notices,Vr)}}function Pt(t){let e=S(t);return{id:$(e.id),title:T(e.title),publisher:T(e.publisher),published:ze(e.published),url:T(e.url),body:$(e.body)}}function Be(t,e){let r=S(t);return{type:$(r.type)||"about:blank",title:$(r.title),status:A(r.status)||e,detail:$(r.detail)}}function Ot(t,e){let r=S(e);switch(t){case"answer.started":return{type:t,id:$(r.id),answerer:Rt(r.answerer),as_of:$(r.as_of)};case"sources":return{type:t,sources:C(r.sources,_t)};case"text.delta":return{type:t,text:$(r.text)};case"statement":return{type:t,statement:Et(r),evidence:C(r.evidence,Tt)};case"disagreement":return{type:t,disagreement:Ct(r)};case"answer.completed":return{type:t,answer:Ve(r)};case"answer.failed":return{type:t,problem:Be(r,500)};default:return null}}var ke=6e4,Br=8e6,Fr=4e6,K=class extends Error{problem;retryAfter;constructor(e,r=null){super(e.title||`status ${e.status}`),this.problem=e,this.retryAfter=r}},q=class extends Error{};async function*Mt(t,e,r){let n=new AbortController,o=AbortSignal.any([r,n.signal]),s=setTimeout(()=>n.abort(),ke),i=()=>{clearTimeout(s),s=setTimeout(()=>n.abort(),ke)};try{let a=await Gr(t,e,o,r);if(i(),!It(a).startsWith("text/event-stream")){yield{type:"answer.completed",answer:Ve(await a.json())};return}if(!(yield*Kr(a,i)))throw new q("the stream ended before the answer was complete")}catch(a){throw r.aborted||a instanceof K||a instanceof q?a:new q(String(a))}finally{clearTimeout(s)}}async function Lt(t,e,r,n){let o=r===""?"":`?snapshot=${encodeURIComponent(r)}`,s=await Ge(`${t.url}/articles/${encodeURIComponent(e)}${o}`,{headers:{Accept:"application/json",...Fe(t)},signal:AbortSignal.any([n,AbortSignal.timeout(ke)])},n);return Pt(await s.json())}async function Ht(t,e,r,n){let o=AbortSignal.timeout(ke),s={"Content-Type":"application/json",...Fe(t)},i=JSON.stringify({rating:r,...n!==""&&{reason:n}});await Ge(`${t.url}/answers/${encodeURIComponent(e)}/feedback`,{method:"POST",headers:s,body:i,signal:o},o)}function Gr(t,e,r,n){let o={Accept:"text/event-stream","Content-Type":"application/json",...Fe(t)};return Ge(`${t.url}/ask`,{method:"POST",headers:o,body:JSON.stringify(e),cache:"no-store",signal:r},n)}var Fe=({key:t})=>t===""?{}:{Authorization:`Bearer ${t}`};async function Ge(t,e,r){let n;try{n=await fetch(t,e)}catch(s){throw r.aborted?s:new K({type:"about:blank",title:"",status:0,detail:""})}if(n.ok)return n;let o=It(n).includes("json")?await n.json().catch(()=>null):null;throw new K(Be(o,n.status),Qr(n.headers.get("Retry-After")))}async function*Kr(t,e){if(t.body===null)return!1;let r=[],n=St({maxBufferSize:Fr,onEvent:({event:a,data:l})=>{let m=Ot(a??"",JSON.parse(l));m!==null&&r.push(m)}}),o=new TextDecoder,s=t.body.getReader(),i=0;try{for(;;){let{done:a,value:l}=await s.read();if(a)return!1;e();let m=o.decode(l,{stream:!0});if(i+=m.length,i>Br)throw new q("the answer is too long");let f=Jr(n,m);for(let c of r.splice(0))if(yield c,c.type==="answer.completed"||c.type==="answer.failed")return!0;if(f!==null)throw f}}finally{s.cancel().catch(()=>{})}}function Jr(t,e){try{return t.feed(e),null}catch(r){return r instanceof Error?r:new Error(String(r))}}var It=t=>t.headers.get("Content-Type")??"";function Qr(t){if(t===null)return null;if(/^\d{1,6}$/.test(t))return Number(t);let e=Date.parse(t);return Number.isNaN(e)?null:Math.max(0,Math.ceil((e-Date.now())/1e3))}function M(t){if(t===null||!URL.canParse(t))return null;let{protocol:e,href:r}=new URL(t);return e==="https:"||e==="http:"?r:null}var Yr=/[ \t]{0,3}\[(\d{1,3}(?: ?, ?\d{1,3}){0,9})\]/g,Zr=/[ \t]{0,3}(?:\[[\d, ]{0,48})?$/;function J(t,e,r){return Array.from(t).slice(e,r).join("")}function pe(t,e,r){let n=Array.from(t),o=(a,l)=>{let m=n.slice(a,l).join("");return Xr(r&&l===void 0?m.replace(Zr,""):m)},s=en(e,n.length),i=o(0,s[0]?.start);return s.forEach((a,l)=>{i.push({kind:"statement",text:n.slice(a.start,a.end).join(""),statement:a}),i.push(...tn(o(a.end,s[l+1]?.start),a))}),i}function Ut(t,e){return pe(t,e,!1).map(r=>r.kind==="markers"?"":r.text).join("").trim()}function Xr(t){let e=[],r=0;for(let n of t.matchAll(Yr))n.index>r&&e.push({kind:"text",text:t.slice(r,n.index)}),e.push({kind:"markers",numbers:(n[1]??"").split(",").map(Number)}),r=n.index+n[0].length;return r<t.length&&e.push({kind:"text",text:t.slice(r)}),e}function en(t,e){let r=0;return[...t].sort((n,o)=>n.start-o.start).filter(n=>{let o=n.start>=r&&n.start<n.end&&n.end<=e;return o&&(r=n.end),o})}function tn(t,e){let r=new Set(t.flatMap(o=>o.kind==="markers"?o.numbers:[])),n=e.citations.filter(o=>!r.has(o));return n.length===0?t:[{kind:"markers",numbers:n},...t]}var _e=class{#e;#r=null;#o=null;#n=!1;#s=null;constructor(e){this.#e=e,e.addController(this)}hostDisconnected(){this.#s?.abort()}async open(e){this.#s?.abort();let r=new AbortController;this.#s=r,this.#r=e,this.#o=null,this.#n=!1,await this.#l(),this.#a?.showModal();try{this.#o=await Lt(this.#e.service,e.articleId,e.snapshot,r.signal)}catch{this.#n=!0}r.signal.aborted||(await this.#l(),this.#e.renderRoot.querySelector("dialog mark")?.scrollIntoView({block:"center"}))}template(){let{words:e}=this.#e,r=this.#o,n=r===null?this.#n?e.noArticle:e.opening:r.title??e.untitled;return p`
      <dialog part="article" class="article" closedby="any" aria-labelledby="article-title" @close=${this.#c}>
        <header>
          <h2 id="article-title" tabindex="-1" autofocus dir="auto">${n}</h2>
          <button type="button" class="quiet" @click=${()=>this.#a?.close()}>${e.close}</button>
        </header>
        ${r===null||this.#r===null?h:this.#d(r,this.#r)}
      </dialog>
    `}#d(e,r){let{words:n}=this.#e,o=M(e.url),s=J(e.body,r.start,r.end),i=s!==""&&s===r.quote;return p`
      <p class="meta">
        <bdi>${e.publisher??n.unnamedOutlet}</bdi> · ${F(e.published,n)}
        ${o===null?h:p` · <a part="link" href=${o} target="_blank" rel="noopener noreferrer">${n.openOriginal}</a>`}
      </p>
      ${i?h:p`<p class="note">${n.quoteMoved}</p>`}
      <div class="body" dir="auto" tabindex="0" role="region" aria-labelledby="article-title"
        >${i?p`${J(e.body,0,r.start)}<mark part="highlight">${s}</mark>${J(e.body,r.end,1/0)}`:e.body}</div
      >
    `}get#a(){return this.#e.renderRoot.querySelector("dialog")}async#l(){this.#e.requestUpdate(),await this.#e.updateComplete}#c=()=>{this.#s?.abort(),this.#r=null,this.#o=null,this.#e.requestUpdate()}};var L={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},Te=t=>(...e)=>({_$litDirective$:t,values:e}),re=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,r,n){this._$Ct=e,this._$AM=r,this._$Ci=n}_$AS(e,r){return this.update(e,r)}update(e,r){return this.render(...r)}};var{I:rn}=bt,qt=t=>t;var Dt=t=>t.strings===void 0,jt=()=>document.createComment(""),ne=(t,e,r)=>{let n=t._$AA.parentNode,o=e===void 0?t._$AB:e._$AA;if(r===void 0){let s=n.insertBefore(jt(),o),i=n.insertBefore(jt(),o);r=new rn(s,i,t,t.options)}else{let s=r._$AB.nextSibling,i=r._$AM,a=i!==t;if(a){let l;r._$AQ?.(t),r._$AM=t,r._$AP!==void 0&&(l=t._$AU)!==i._$AU&&r._$AP(l)}if(s!==o||a){let l=r._$AA;for(;l!==s;){let m=qt(l).nextSibling;qt(n).insertBefore(l,o),l=m}}}return r},j=(t,e,r=t)=>(t._$AI(e,r),t),nn={},Ee=(t,e=nn)=>t._$AH=e,Nt=t=>t._$AH,Ce=t=>{t._$AR(),t._$AA.remove()};var Wt=Te(class extends re{constructor(t){if(super(t),t.type!==L.PROPERTY&&t.type!==L.ATTRIBUTE&&t.type!==L.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!Dt(t))throw Error("`live` bindings can only contain a single expression")}render(t){return t}update(t,[e]){if(e===k||e===h)return e;let r=t.element,n=t.name;if(t.type===L.PROPERTY){if(e===r[n])return k}else if(t.type===L.BOOLEAN_ATTRIBUTE){if(!!e===r.hasAttribute(n))return k}else if(t.type===L.ATTRIBUTE&&r.getAttribute(n)===e+"")return k;return Ee(t),e}});var Q=t=>O`<svg class="icon" viewBox="0 0 16 16" width="14" height="14" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${t}</svg>`,on=Q(O`<path d="M8 2 15 14H1Z"/><path d="M8 6.5v3.2M8 11.8v.1"/>`),he={supported:Q(O`<path d="M2.5 8.5 6.3 12.3 13.5 4.2"/>`),partial:Q(O`<circle cx="8" cy="8" r="6"/><path d="M8 2a6 6 0 0 1 0 12Z" fill="currentColor"/>`),unsupported:on,contradicted:Q(O`<circle cx="8" cy="8" r="6.2"/><path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8"/>`)},zt=Q(O`<path d="M2 3h12v8H7l-3 3v-3H2Z"/>`),Vt=Q(O`<path d="M8 13.5v-11M3.5 7 8 2.5 12.5 7"/>`),Bt=Q(O`<path d="M4 4h8v8H4Z" fill="currentColor"/>`);var sn=6;function Ft(t){let{words:e,draft:r,busy:n}=t;return p`
    <form class="composer" part="composer" @submit=${s=>{s.preventDefault(),!n&&!t.waiting&&t.send(r)}}>
      <textarea
        part="input"
        rows="1"
        maxlength=${t.maxLength}
        aria-label=${e.askLabel}
        placeholder=${t.placeholder||e.placeholder}
        enterkeyhint="send"
        autocomplete="off"
        .value=${Wt(r)}
        @input=${s=>t.write(s.target.value)}
        @keydown=${dn}
      ></textarea>
      ${an(t)}
    </form>
    ${t.suggestions.length===0?h:ln(t)}
  `}function an({words:t,busy:e,waiting:r,draft:n,stop:o}){let s=!e&&(r||n.trim()==="");return p`
    <button
      class="primary"
      part=${e?"stop":"send"}
      type=${e?"button":"submit"}
      aria-disabled=${s?"true":"false"}
      @click=${a=>{e&&(a.preventDefault(),a.detail<2&&o())}}
    >
      ${e?Bt:Vt}<span>${e?t.stop:t.send}</span>
    </button>
  `}function Gt(t){try{let e=JSON.parse(t??"[]");return Array.isArray(e)?e.filter(r=>typeof r=="string").slice(0,sn):[]}catch{return console.warn("dateline-ask: the attribute suggestions is no JSON list of questions"),[]}}function ln({words:t,suggestions:e,send:r}){return p`
    <ul class="suggestions" part="suggestions" aria-label=${t.suggestions}>
      ${e.map(n=>p`<li><button type="button" part="suggestion" dir="auto" @click=${()=>r(n)}>${n}</button></li>`)}
    </ul>
  `}function dn(t){let e=t.isComposing||t.keyCode===229;t.key!=="Enter"||t.shiftKey||e||(t.preventDefault(),t.target.form?.requestSubmit())}function Ke(t,e,r){return t.map(n=>{let o=r.citations.find(s=>s.number===n);return o!==void 0?cn(o,`${e}-${n}`,r):r.arriving?p`\u00a0<span class="chip pending" part="citation">${n}</span>`:` [${n}]`})}var oe=(t,e)=>e.find(r=>r.id===t.source);function cn(t,e,r){let{words:n}=r.surface,o=oe(t,r.sources),s=o?.publisher??n.unnamedOutlet,i=o===void 0?n.dateUnknown:B(o.published,n);return p`\u00a0<span class="cite" @focusout=${gn}
    ><button
      type="button"
      class="chip ${t.support}"
      part="citation"
      popovertarget=${e}
      aria-haspopup="dialog"
      aria-label=${n.citation(t.number,s,i,t.support)}
      @focus=${mn}
      @click=${fn}
    >${t.number}${t.support==="supported"?h:he[t.support]}</button
    ><span
      popover
      id=${e}
      class="card"
      part="card"
      role="dialog"
      tabindex="-1"
      aria-label=${n.card(t.number)}
      @beforetoggle=${hn}
      @toggle=${a=>{a.newState==="open"&&r.surface.citationOpened(t,o)}}
    >${un(t,o,e,r)}</span
    ></span
  >`}function un(t,e,r,n){let{words:o}=n.surface,s=M(e?.url??null);return p`
    <span class="quote" part="quote" role="blockquote" dir="auto">${t.quote}</span>
    <span class="card-title" dir="auto">${e?.title??o.untitled}</span>
    <span class="meta"
      ><bdi>${e?.publisher??o.unnamedOutlet}</bdi> ·
      ${e===void 0?o.dateUnknown:F(e.published,o)}</span
    >
    <span class="verdict ${t.support}" part="verdict"
      >${he[t.support]} ${o.support[t.support]}</span
    >
    <span class="actions">
      ${n.snapshot===null?h:pn(t,n.snapshot,n.surface)}
      ${s===null?h:p`<a part="link" href=${s} target="_blank" rel="noopener noreferrer">${o.openOriginal}</a>`}
      <button type="button" class="link close" popovertarget=${r} popovertargetaction="hide">${o.close}</button>
    </span>
  `}function pn(t,e,r){let{article_id:n,start:o,end:s,quote:i}=t;return p`<button type="button" class="link" @click=${l=>{l.currentTarget.closest("[popover]")?.hidePopover(),r.openArticle({articleId:n,snapshot:e,start:o,end:s,quote:i})}}>${r.words.showInArticle}</button>`}var Je=t=>t.nextElementSibling,Qe=new WeakSet;function hn(t){let e=t.currentTarget,r=e.previousElementSibling;t.newState!=="closed"||!(r instanceof HTMLElement)||(Qe.add(r),e.matches(":focus-within")&&r.focus())}function mn(t){let e=t.currentTarget;e.matches(":focus-visible")&&!Qe.has(e)&&Kt(e)}function fn(t){if(t.detail!==0)return;t.preventDefault();let e=t.currentTarget;Kt(e),Je(e).focus()}function Kt(t){let e=Je(t);e.matches(":popover-open")||e.showPopover({source:t})}function gn(t){let e=t.currentTarget,r=e.firstElementChild;t.relatedTarget instanceof Node&&e.contains(t.relatedTarget)||r!==null&&(t.relatedTarget!==null&&Je(r).hidePopover(),Qe.delete(r))}function bn(t,e){let r=t.citations.map(n=>{let o=oe(n,t.sources),s=M(o?.url??null);return`[${n.number}] “${n.quote}” ${Ye(o,e)}${s===null?"":`, ${s}`}`});return[...Qt(t,e),...r.length>0?[r.join(`
`)]:[]].join(`

`)}function yn(t,e){let r=document.createElement("div");for(let n of Qt(t,e))r.append(vn(n));for(let n of t.citations)r.append(wn(n,oe(n,t.sources),e));return r}async function Jt(t,e){let r=bn(t,e),n=yn(t,e).outerHTML;try{let s=Object.entries({"text/plain":r,"text/html":n}).map(([i,a])=>[i,new Blob([a],{type:i})]);return await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(s))]),!0}catch{return $n(r,n)}}function $n(t,e){let r=!1,n=o=>{o.preventDefault(),o.clipboardData?.setData("text/plain",t),o.clipboardData?.setData("text/html",e),r=o.clipboardData!==null};return document.addEventListener("copy",n,{once:!0,capture:!0}),document.execCommand("copy"),document.removeEventListener("copy",n,{capture:!0}),r}function Qt(t,e){let r=pe(t.text,t.statements,!1).map(o=>o.kind==="markers"?` ${o.numbers.map(s=>`[${s}]`).join(" ")}`:o.text).join("").trim(),n=t.disagreements.map(({about:o,positions:s})=>{let i=s.map(a=>`– ${a.statement} ${a.citations.map(l=>`[${l}]`).join(" ")}`);return[e.about(o.toLowerCase()===t.question.toLowerCase()?"":o),...i].join(`
`)});return[t.question,...n,r].filter(o=>o!=="")}function Ye(t,e){let r=t?.publisher??e.unnamedOutlet,n=t===void 0?e.dateUnknown:B(t.published,e);return`${t?.title??e.untitled}, ${r}, ${n}`}function vn(t){let e=t.split(`
`).flatMap(n=>[document.createElement("br"),n]),r=document.createElement("p");return r.append(...e.slice(1)),r}function wn(t,e,r){let n=document.createElement("p"),o=M(e?.url??null);if(n.append(`[${t.number}] “${t.quote}” `),o===null)n.append(Ye(e,r));else{let s=document.createElement("a");s.href=o,s.append(Ye(e,r)),n.append(s)}return n}var xn=6,Yt=1500;function Zt(t,e){return{key:t,question:e,phase:"asking",...{text:"",statements:[],citations:[],sources:[],disagreements:[]},...{answerer:null,answer:null,problem:null,retryAt:null,rated:null},copied:!1}}function Xt(t,e){switch(e.type){case"answer.started":return{...t,answerer:e.answerer};case"sources":return{...t,sources:e.sources};case"text.delta":return{...t,phase:"writing",text:t.text+e.text};case"statement":return{...t,statements:[...t.statements,e.statement],citations:[...t.citations,...e.evidence]};case"disagreement":return{...t,disagreements:[...t.disagreements,e.disagreement]};case"answer.completed":{let{text:r,statements:n,citations:o,sources:s,disagreements:i,answerer:a}=e.answer;return{...t,phase:"complete",text:r,statements:n,citations:o,sources:s,disagreements:i,answerer:a,answer:e.answer}}case"answer.failed":return{...t,phase:"failed",problem:e.problem}}}var H=t=>t?.phase==="asking"||t?.phase==="writing";function er(t){return t.flatMap(r=>{let n=r.answer===null?"":Ut(r.text,r.statements);return n===""?[]:[{role:"user",content:J(r.question,0,Yt)},{role:"assistant",content:J(n,0,Yt)}]}).slice(-xn)}function tr(t){let e=new Set(t.citations.map(n=>n.number)),r=t.statements.flatMap(n=>n.citations);return[...new Set(r.filter(n=>!e.has(n)))]}var rr=E`
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
  .answer-actions,
  .reason {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-top: 0.9rem;
    font-size: 0.88rem;
  }
  .answer-actions [aria-pressed="true"] {
    border-color: var(--accent);
    color: var(--accent);
    font-weight: 600;
  }
  .answer-actions + .meta {
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
`;var nr=E`
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
`;var or=E`
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
`;var sr=E`
  :host([mode="launcher"]) {
    display: contents;
  }
  :host([mode="fullscreen"]) {
    position: fixed;
    inset: 0;
    z-index: var(--dateline-z, 1000);
    overflow: auto;
    overscroll-behavior: contain;
  }
  :host([mode="fullscreen"]) .root {
    min-height: 100%;
    padding: 1.25rem max(1.25rem, calc((100% - 46rem) / 2));
  }
  .launcher {
    position: fixed;
    inset-block-end: 1.25rem;
    inset-inline-end: 1.25rem;
    z-index: var(--dateline-z, 1000);
    min-height: 3rem;
    padding-inline: 1.2rem;
    border-radius: 99px;
    box-shadow: 0 2px 12px rgb(0 0 0 / 25%);
  }
  .panel {
    inset: auto;
    inset-block-end: 5.25rem;
    inset-inline-end: 1.25rem;
    width: min(28rem, calc(100vw - 2.5rem));
    height: min(42rem, calc(100dvh - 6.5rem));
    margin: 0;
    padding: 0 1.1rem 1.1rem;
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--rule);
    border-radius: calc(var(--radius) + 4px);
    background: var(--bg);
    color: inherit;
    box-shadow: 0 8px 32px rgb(0 0 0 / 25%);
  }
  .bar {
    position: sticky;
    top: 0;
    z-index: 2;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 1rem;
    padding-block: 0.8rem;
    background: var(--bg);
  }
  .bar-title {
    font: 600 1rem/1.4 var(--sans);
  }
  @media (max-width: 600px) {
    .launcher span {
      position: static;
      clip-path: none;
    }
    .launcher {
      width: auto;
    }
    .panel {
      inset: 0;
      width: 100vw;
      max-width: none;
      height: 100dvh;
      max-height: none;
      border: 0;
      border-radius: 0;
    }
  }
`;var ir=E`
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
`;var ar=[ir,rr,nr,or,sr];var An={supported:"裏付けあり",partial:"一部のみ裏付けあり",unsupported:"裏付けなし",contradicted:"記事の内容と異なる"},lr={date:(t,e,r)=>`${t}年${e===null?"":`${e}月${r===null?"":`${r}日`}`}`,launcher:"記事に質問する",placeholder:"質問を入力",askLabel:"質問",send:"質問する",stop:"停止",askAgain:"もう一度質問する",askAgainIn:t=>`${t}秒後にもう一度質問できます`,startOver:"最初からやり直す",suggestions:"質問の例",conversation:"質問と回答",youAsked:"あなたの質問：",searching:"記事を検索しています",reading:(t,e)=>`${e===""?"":`${e}の`}${t}を読んでいます`,writing:"回答を書いています",articles:t=>`記事${t}本`,sources:t=>`出典${t}件`,ready:(t,e)=>`回答ができました。${t}${e===0?"":`、見解の相違${e}件`}。`,notFound:"保存されている記事からは答えられません",notFoundDetail:"根拠が不十分です。回答を裏付ける記事が見つからないため、回答しません。",nearest:"最も近い箇所",nearestStatus:t=>`この質問には答えられません。${t===0?"":`近い箇所を${t}件示します。`}`,about:t=>t===""?"記事によって内容が異なります":`記事によって内容が異なります：${t}`,byQuotes:"モデルを使わず、記事の文で回答しました",byModel:t=>`モデル${t??"（名称不明）"}による回答`,searchedWithoutModel:"モデルを使わずに検索しました",asOf:t=>`${t}時点`,archive:(t,e)=>`保存されている${t}${e===null?"":`、最新は${e}`}`,checked:(t,e)=>`${e}文中${t}文を確認済み`,cut:t=>`裏付けのない${t}文を省きました`,corrected:t=>`出典を${t}件訂正しました`,notices:{model_failed:"モデルが応答しなかったため、記事の文をそのまま示します",not_borne_out:"モデルの回答は出典で裏付けられなかったため、表示しません",cut_short:"モデルの回答が途中で切れたため、最後の部分がありません",sources_left_out:"見つかった箇所の一部はモデルに渡せませんでした"},sourceList:(t,e)=>`出典：引用${t}件${t===e?"":`、ほかに検索${e-t}件`}`,alsoSearched:"検索のみ、引用なし",actions:"この回答",copy:"出典とともにコピー",copied:"コピーしました",notCopied:"コピーできませんでした",helpful:"役に立った",notHelpful:"役に立たなかった",thanks:"ありがとうございます。記録しました。",thanksForReason:"ありがとうございます。理由を記録しました。",notTaken:"記録できませんでした。",reason:"どこに問題がありましたか（任意）",sendReason:"送信",citation:(t,e,r,n)=>`出典${t}：${e}、${r}、${An[n]}`,card:t=>`出典${t}`,support:{supported:"引用箇所がこの文を裏付けています",partial:"引用箇所はこの文の一部だけを裏付けています",unsupported:"引用箇所はこの文を裏付けていません",contradicted:"引用箇所はこの文と異なることを述べています"},statementSupport:{supported:"裏付けあり",partial:"一部のみ裏付けあり",unsupported:"出典による裏付けなし",contradicted:"出典の内容と異なる"},unnamedOutlet:"媒体名不明",untitled:"無題の記事",dateUnknown:"日付不明",datedInText:"日付は本文による",datedInUrl:"日付はURLによる",openOriginal:"元の記事を開く",showInArticle:"記事で見る",close:"閉じる",opening:"記事を開いています",noArticle:"記事を開けませんでした",quoteMoved:"引用箇所がこの本文の同じ位置に見つからないため、強調表示していません。",unreachable:"記事の保存先に接続できません",unreachableDetail:"接続を確認して、もう一度質問してください。",tooMany:"ただいま質問が集中しています",refused:"この質問は受け付けられませんでした",failed:"回答できませんでした",cutShort:"回答が終わる前に接続が切れました",cutShortDetail:"届いた部分は上に残しています。質問は再送していません。",stopped:"停止しました。上の回答は途中までです。",stoppedEmpty:"回答が届く前に停止しました。"};var Sn={supported:"근거 있음",partial:"일부만 근거 있음",unsupported:"근거 없음",contradicted:"기사 내용과 다름"},dr={date:(t,e,r)=>`${t}년${e===null?"":` ${e}월${r===null?"":` ${r}일`}`}`,launcher:"기사에 질문하기",placeholder:"질문을 입력하세요",askLabel:"질문",send:"질문하기",stop:"중지",askAgain:"다시 질문하기",askAgainIn:t=>`${t}초 뒤에 다시 질문할 수 있습니다`,startOver:"처음부터 다시",suggestions:"질문 예시",conversation:"질문과 답변",youAsked:"질문: ",searching:"기사를 검색하고 있습니다",reading:(t,e)=>`${e===""?"":`${e}의 `}${t}을 읽고 있습니다`,writing:"답변을 쓰고 있습니다",articles:t=>`기사 ${t}건`,sources:t=>`출처 ${t}건`,ready:(t,e)=>`답변이 준비되었습니다. ${t}${e===0?"":`, 엇갈린 내용 ${e}건`}.`,notFound:"보관된 기사로는 답할 수 없습니다",notFoundDetail:"근거 부족: 답을 뒷받침하는 기사가 없어 답하지 않습니다.",nearest:"가장 가까운 대목",nearestStatus:t=>`보관된 기사로는 답할 수 없습니다.${t===0?"":` 가까운 대목 ${t}건을 보여 줍니다.`}`,about:t=>t===""?"기사마다 내용이 다릅니다":`기사마다 내용이 다릅니다: ${t}`,byQuotes:"모델 없이 기사 문장으로 답했습니다",byModel:t=>`모델 ${t??"(이름 없음)"}의 답변`,searchedWithoutModel:"모델 없이 검색했습니다",asOf:t=>`${t} 기준`,archive:(t,e)=>`보관된 ${t}${e===null?"":`, 최신 ${e}`}`,checked:(t,e)=>`${e}문장 중 ${t}문장 확인됨`,cut:t=>`근거가 없는 ${t}문장을 뺐습니다`,corrected:t=>`출처 ${t}건을 바로잡았습니다`,notices:{model_failed:"모델이 응답하지 않아 기사 문장을 그대로 보여 줍니다",not_borne_out:"모델이 쓴 내용은 출처로 뒷받침되지 않아 보여 주지 않습니다",cut_short:"모델의 답변이 도중에 끊겨 마지막 부분이 없습니다",sources_left_out:"찾은 대목 가운데 일부는 모델에 전달하지 못했습니다"},sourceList:(t,e)=>`출처: 인용 ${t}건${t===e?"":`, 그 밖에 검색 ${e-t}건`}`,alsoSearched:"검색만 하고 인용하지 않음",actions:"이 답변",copy:"출처와 함께 복사",copied:"복사했습니다",notCopied:"복사하지 못했습니다",helpful:"도움이 됨",notHelpful:"도움이 안 됨",thanks:"고맙습니다. 기록했습니다.",thanksForReason:"고맙습니다. 이유를 기록했습니다.",notTaken:"기록하지 못했습니다.",reason:"무엇이 잘못되었나요? (선택)",sendReason:"보내기",citation:(t,e,r,n)=>`출처 ${t}: ${e}, ${r}, ${Sn[n]}`,card:t=>`출처 ${t}`,support:{supported:"인용한 대목이 이 문장을 뒷받침합니다",partial:"인용한 대목이 이 문장의 일부만 뒷받침합니다",unsupported:"인용한 대목이 이 문장을 뒷받침하지 않습니다",contradicted:"인용한 대목이 이 문장과 다르게 말합니다"},statementSupport:{supported:"근거 있음",partial:"일부만 근거 있음",unsupported:"출처로 뒷받침되지 않음",contradicted:"출처와 다름"},unnamedOutlet:"매체 이름 없음",untitled:"제목 없는 기사",dateUnknown:"날짜 알 수 없음",datedInText:"날짜는 본문에서 읽음",datedInUrl:"날짜는 주소에서 읽음",openOriginal:"원문 열기",showInArticle:"기사에서 보기",close:"닫기",opening:"기사를 열고 있습니다",noArticle:"기사를 열 수 없습니다",quoteMoved:"인용한 말이 본문의 그 자리에 없어 강조하지 않았습니다.",unreachable:"기사 보관소에 연결할 수 없습니다",unreachableDetail:"연결을 확인한 뒤 다시 질문하세요.",tooMany:"지금은 질문이 너무 많습니다",refused:"질문을 받아들이지 못했습니다",failed:"답하지 못했습니다",cutShort:"답변이 끝나기 전에 연결이 끊겼습니다",cutShortDetail:"도착한 부분은 위에 그대로 있습니다. 질문을 다시 보내지 않았습니다.",stopped:"중지했습니다. 위의 답변은 끝까지 쓴 것이 아닙니다.",stoppedEmpty:"답변이 오기 전에 중지했습니다."};var kn=["January","February","March","April","May","June","July","August","September","October","November","December"],me={date:(t,e,r)=>e===null?`${t}`:`${r===null?"":`${r} `}${kn[e-1]} ${t}`,launcher:"Ask the archive",placeholder:"Ask a question",askLabel:"Your question",send:"Ask",stop:"Stop",askAgain:"Ask again",askAgainIn:t=>`Ask again in ${t} s`,startOver:"Start over",suggestions:"Questions to try",conversation:"Questions and answers",youAsked:"You asked: ",searching:"Searching the archive",reading:(t,e)=>`Reading ${t}${e===""?"":` from ${e}`}`,writing:"Writing the answer",articles:t=>t===1?"1 article":`${t} articles`,sources:t=>t===1?"1 source":`${t} sources`,ready:(t,e)=>`Answer ready, ${t}${e===0?"":e===1?", 1 disagreement":`, ${e} disagreements`}.`,notFound:"The archive does not answer this",notFoundDetail:"Insufficient evidence: nothing in the stored articles supports an answer, so none is given.",nearest:"The nearest passages",nearestStatus:t=>t===0?"The archive does not answer this question.":`The archive does not answer this question. ${t===1?"1 nearby passage is":`${t} nearby passages are`} listed.`,about:t=>t===""?"Sources disagree":`Sources disagree: ${t}`,byQuotes:"Answered from the archive’s own sentences, no model",byModel:t=>`Answered by model ${t??"of unknown name"}`,searchedWithoutModel:"Searched without a model",asOf:t=>`As of ${t}`,archive:(t,e)=>`archive of ${t}${e===null?"":`, newest ${e}`}`,checked:(t,e)=>t===e?`${t} of ${e} statements checked`:`${t} of ${e} statements checked and supported`,cut:t=>`${t} left out for want of support`,corrected:t=>t===1?"1 citation corrected":`${t} citations corrected`,notices:{model_failed:"The model failed, so these are the archive’s own sentences",not_borne_out:"What the model wrote was not borne out by its sources, and is not shown",cut_short:"The model was cut short: its last words are missing",sources_left_out:"The model had no room for some of the passages that were found"},sourceList:(t,e)=>t===e?`Sources: ${t} cited`:`Sources: ${t} cited, ${e-t} also searched`,alsoSearched:"searched, not cited",actions:"This answer",copy:"Copy with sources",copied:"Copied",notCopied:"The answer could not be copied",helpful:"Helpful",notHelpful:"Not helpful",thanks:"Thank you, noted.",thanksForReason:"Thank you, your reason was noted.",notTaken:"That could not be noted.",reason:"What was wrong? (optional)",sendReason:"Send",citation:(t,e,r,n)=>`Source ${t}: ${e}, ${r}, ${_n[n]}`,card:t=>`Source ${t}`,support:{supported:"The quoted words support the statement",partial:"The quoted words support a part of the statement",unsupported:"The quoted words do not support the statement",contradicted:"The quoted words say otherwise"},statementSupport:{supported:"supported",partial:"supported in part",unsupported:"not supported by the sources",contradicted:"contradicted by the sources"},unnamedOutlet:"unnamed outlet",untitled:"Untitled article",dateUnknown:"date unknown",datedInText:"dated in its text",datedInUrl:"dated in its address",openOriginal:"Open original",showInArticle:"Show in article",close:"Close",opening:"Opening the article",noArticle:"The article could not be opened",quoteMoved:"The quoted words were not found at their place in this text, so nothing is highlighted.",unreachable:"The archive cannot be reached",unreachableDetail:"Check the connection, then ask again.",tooMany:"Too many questions just now",refused:"The question was not accepted",failed:"The archive could not answer",cutShort:"The connection was lost before the answer was complete",cutShortDetail:"What had arrived is kept above. Nothing was asked a second time.",stopped:"Stopped. The answer above is not complete.",stoppedEmpty:"Stopped before an answer came."},_n={supported:"supported",partial:"supported in part",unsupported:"not supported",contradicted:"says otherwise"};var Tn={en:me,ja:lr,ko:dr};function cr(t,e){let r=t.lang||(t.closest("[lang]")?.getAttribute("lang")??"");return{...(r===""?navigator.languages:[r]).map(s=>Tn[s.toLowerCase().split("-")[0]??""]).find(s=>s!==void 0)??me,...e}}function ur(t,e){let{words:r,open:n}=e,o=s=>{let a=s.currentTarget.querySelector(".card:popover-open, dialog[open]");s.key==="Escape"&&a===null&&e.close()};return p`
    <button
      type="button"
      class="primary launcher"
      part="launcher"
      aria-expanded=${n?"true":"false"}
      aria-controls="panel"
      @click=${()=>e.toggle()}
    >
      ${zt}<span>${r.launcher}</span>
    </button>
    <div id="panel" popover="manual" class="panel" part="panel" role="dialog" aria-label=${r.launcher} @keydown=${o}>
      <div class="bar">
        <p class="bar-title">${r.launcher}</p>
        <button type="button" class="quiet" part="close" @click=${()=>e.close()}>${r.close}</button>
      </div>
      ${t}
    </div>
  `}function pr(t,e,r){let n=t.querySelector("#panel");if(n===null||n.matches(":popover-open")===e)return;let o=n.contains(t.activeElement);e?n.showPopover():n.hidePopover(),e&&r&&n.querySelector("[part=input]")?.focus(),!e&&o&&t.querySelector(".launcher")?.focus()}var hr=(t,e,r)=>{let n=new Map;for(let o=e;o<=r;o++)n.set(t[o],o);return n},mr=Te(class extends re{constructor(t){if(super(t),t.type!==L.CHILD)throw Error("repeat() can only be used in text expressions")}dt(t,e,r){let n;r===void 0?r=e:e!==void 0&&(n=e);let o=[],s=[],i=0;for(let a of t)o[i]=n?n(a,i):i,s[i]=r(a,i),i++;return{values:s,keys:o}}render(t,e,r){return this.dt(t,e,r).values}update(t,[e,r,n]){let o=Nt(t),{values:s,keys:i}=this.dt(e,r,n);if(!Array.isArray(o))return this.ut=i,s;let a=this.ut??=[],l=[],m,f,c=0,g=o.length-1,y=0,v=s.length-1;for(;c<=g&&y<=v;)if(o[c]===null)c++;else if(o[g]===null)g--;else if(a[c]===i[y])l[y]=j(o[c],s[y]),c++,y++;else if(a[g]===i[v])l[v]=j(o[g],s[v]),g--,v--;else if(a[c]===i[v])l[v]=j(o[c],s[v]),ne(t,l[v+1],o[c]),c++,v--;else if(a[g]===i[y])l[y]=j(o[g],s[y]),ne(t,o[c],o[g]),g--,y++;else if(m===void 0&&(m=hr(i,y,v),f=hr(a,c,g)),m.has(a[c]))if(m.has(a[g])){let _=f.get(i[y]),Y=_!==void 0?o[_]:null;if(Y===null){let Z=ne(t,o[c]);j(Z,s[y]),l[y]=Z}else l[y]=j(Y,s[y]),ne(t,o[c],Y),o[_]=null;y++}else Ce(o[g]),g--;else Ce(o[c]),c++;for(;y<=v;){let _=ne(t,l[v+1]);j(_,s[y]),l[y++]=_}for(;c<=g;){let _=o[c++];_!==null&&Ce(_)}return this.ut=i,Ee(t,l),k}});function fr(t,e){let r=t.answer?.corpus.snapshot??null,n=t.answer===null,o={citations:t.citations,sources:t.sources,snapshot:r,arriving:n,surface:e},s=t.answer?.outcome==="insufficient_evidence";return p`
    ${t.disagreements.map((i,a)=>On(i,Cn(i,t,e),`${t.key}-d${a}`,o))}
    ${s?p`<h3 class="unanswered">${e.words.notFound}</h3>`:h}
    ${En(t)?h:p`<p class="text" part="text" dir="auto">${Rn(t,s,o)}</p>`}
    ${t.answer===null?h:Ln(t.answer,e)}
  `}function En({statements:t,disagreements:e}){let r=e.flatMap(o=>o.positions.map(s=>s.statement)),n=o=>r.some(s=>o===s||o.endsWith(`: “${s}”`));return t.length>0&&t.every(o=>n(o.text))}function Cn({about:t},{question:e},{words:r}){return r.about(t.toLowerCase()===e.toLowerCase()?"":t)}function Rn(t,e,r){return e&&t.statements.length===0?r.surface.words.notFoundDetail:pe(t.text,t.statements,r.arriving).map((n,o)=>Pn(n,`${t.key}-t${o}`,r))}function Pn(t,e,r){switch(t.kind){case"text":return t.text;case"markers":return Ke(t.numbers,e,r);case"statement":{let{support:n}=t.statement;return n==="supported"?t.text:p`${t.text}\u00a0<span class="verdict ${n}" part="verdict"
          >${he[n]}\u00a0${r.surface.words.statementSupport[n]}</span
        >`}}}function On(t,e,r,n){return p`
    <section class="disagreement" part="disagreement" aria-labelledby=${r}>
      <h3 id=${r} dir="auto">${e}</h3>
      <ul class="positions">
        ${t.positions.map((o,s)=>Mn(o,`${r}-p${s}`,n))}
      </ul>
    </section>
  `}function Mn(t,e,r){let{words:n}=r.surface,o=r.citations.filter(i=>t.citations.includes(i.number)),s=new Set(o.map(i=>oe(i,r.sources)));return p`
    <li>
      ${[...s].map(i=>i===void 0?h:p`<p class="meta">
              <bdi class="outlet">${i.publisher??n.unnamedOutlet}</bdi>
              <span>${F(i.published,n)}</span>
            </p>`)}
      <p class="position" dir="auto">${t.statement}${Ke(t.citations,e,r)}</p>
    </li>
  `}function Ln(t,e){let{words:r}=e,{checked:n,corpus:o}=t,s=o.newest===null?null:Se(o.newest,r),i=n.statements===0?[]:[r.checked(n.supported,n.statements)];return n.cut>0&&i.push(r.cut(n.cut)),n.corrected>0&&i.push(r.corrected(n.corrected)),p`
    ${t.outcome==="insufficient_evidence"?qn(t,e):In(t,e)}
    <footer class="colophon" part="asof">
      ${t.notices.map(({code:a,text:l})=>p`<p part="notice" dir="auto">${r.notices[a]??l}</p>`)}
      <p>${[Hn(t,e),...i].join(" · ")}</p>
      <p>${r.asOf(Se(t.as_of,r))} · ${r.archive(r.articles(o.articles),s)}</p>
    </footer>
  `}function Hn({answerer:t,outcome:e},{words:r}){return t.kind==="model"?r.byModel(t.model):e==="insufficient_evidence"?r.searchedWithoutModel:r.byQuotes}function In({sources:t},e){let r=t.filter(n=>n.cited);return t.length===0?h:p`
    <details class="sources" part="sources">
      <summary>${e.words.sourceList(r.length,t.length)}</summary>
      <ul>
        ${[...r,...t.filter(n=>!n.cited)].map(n=>Un(n,e))}
      </ul>
    </details>
  `}function Un(t,{words:e}){return p`
    <li part="source">
      ${gr(t.title??e.untitled,t.url)}
      <span class="meta"
        ><bdi>${t.publisher??e.unnamedOutlet}</bdi> · ${F(t.published,e)}${t.cited?h:` · ${e.alsoSearched}`}</span
      >
    </li>
  `}function gr(t,e){let r=M(e);return r===null?p`<span class="title" dir="auto">${t}</span>`:p`<a class="title" part="link" dir="auto" href=${r} target="_blank" rel="noopener noreferrer">${t}</a>`}function qn({nearest:t,corpus:e},r){return t.length===0?h:p`
    <section class="nearest" part="nearest">
      <h4>${r.words.nearest}</h4>
      <ul>
        ${t.map(n=>jn(n,e.snapshot,r))}
      </ul>
    </section>
  `}function jn(t,e,r){let{words:n}=r,o={articleId:t.article_id,snapshot:e,start:t.start,end:t.end,quote:t.text};return p`
    <li part="hit">
      ${gr(t.title??n.untitled,t.url)}
      <span class="meta"
        ><bdi>${t.publisher??n.unnamedOutlet}</bdi> · ${B(t.published,n)} ·
        <button type="button" class="link" @click=${()=>r.openArticle(o)}>${n.showInArticle}</button></span
      >
      <p class="passage" dir="auto">${t.text}</p>
    </li>
  `}function br(t,e,r){let n=t.at(-1);return p`
    <section aria-label=${r.words.conversation}>
      <ol class="log" part="log" role="list">
        ${mr(t,o=>o.key,o=>p`<li>${Dn(o,o===n?e:0,r)}</li>`)}
      </ol>
    </section>
  `}function yr(t,e){if(H(t))return $r(t,e);if(t.phase==="stopped")return t.text===""?e.stoppedEmpty:e.stopped;if(t.answer===null)return"";let{outcome:r,nearest:n,sources:o,disagreements:s}=t.answer;return r==="insufficient_evidence"?e.nearestStatus(n.length):e.ready(e.sources(o.filter(i=>i.cited).length),s.length)}function Dn(t,e,r){let{words:n}=r,o=`question-${t.key}`,s=t.text!==""||t.answer!==null||t.disagreements.length>0;return p`
    <article class="turn" part="message" aria-labelledby=${o} aria-busy=${H(t)?"true":"false"}>
      <h2 id=${o} class="question" part="question" tabindex="-1" dir="auto">
        <span class="unseen">${n.youAsked}</span>${t.question}
      </h2>
      <div class="answer" part="answer">
        ${s?fr(t,r):h}
        ${t.answer===null?h:vt(t,r)}
        ${H(t)?p`<p class="working">${$r(t,n)}</p>`:h}
        ${Wn(t,e,r)}
      </div>
    </article>
  `}function $r(t,e){return t.phase==="writing"?e.writing:t.sources.length===0?e.searching:e.reading(e.articles(t.sources.length),Nn(t.sources))}function Nn(t){let e=[...new Set(t.flatMap(r=>r.publisher??[]))];return e.length>3?`${e.slice(0,3).join(", ")} …`:e.join(", ")}function Wn(t,e,r){let n=zn(t,r.words);if(n===null)return h;let o=e>0?r.words.askAgainIn(e):r.words.askAgain;return p`
    <div class="ending ${t.phase}" part="error">
      <div role=${t.phase==="stopped"?h:"alert"}>
        <p class="told" dir="auto">${n.title}</p>
        ${n.detail===""?h:p`<p class="detail" dir="auto">${n.detail}</p>`}
      </div>
      <button type="button" class="quiet" ?disabled=${e>0} @click=${()=>r.askAgain(t)}>
        ${o}
      </button>
    </div>
  `}function zn(t,e){switch(t.phase){case"stopped":return{title:t.text===""?e.stoppedEmpty:e.stopped,detail:""};case"cut":return{title:e.cutShort,detail:t.text===""?"":e.cutShortDetail};case"failed":return Vn(t.problem,e);default:return null}}function Vn(t,e){return t===null||t.status===0?{title:e.unreachable,detail:e.unreachableDetail}:{title:t.status===429?e.tooMany:t.status<500?e.refused:e.failed,detail:t.detail||t.title}}var Bn=3600,Re=class extends U{static styles=ar;static properties={endpoint:{},apiKey:{attribute:"api-key"},placeholder:{},asOf:{attribute:"as-of"},maxLength:{attribute:"max-length",type:Number},suggestions:{converter:{fromAttribute:Gt}},lang:{reflect:!0},mode:{},open:{type:Boolean,reflect:!0},strings:{attribute:!1},turns:{state:!0},draft:{state:!0},said:{state:!0}};words=me;#e=new _e(this);#r=0;#o=null;#n;constructor(){super(),this.endpoint="",this.apiKey="",this.placeholder="",this.asOf="",this.maxLength=2e3,this.suggestions=[],this.mode="inline",this.open=!1,this.strings={},this.turns=[],this.draft="",this.said=""}get service(){return{url:this.endpoint.replace(/\/$/,""),key:this.apiKey}}async ask(e){let r=e.trim();if(r===""||H(this.turns.at(-1))||!this.#t("submit",{question:r}))return null;let n=er(this.turns),o={question:r,fallback:!0,...n.length>0&&{history:n},...this.asOf!==""&&{as_of:this.asOf}},s=this.shadowRoot?.activeElement?.matches("[part=suggestion], .ending button")??!1;this.#r+=1,this.said="",this.draft.trim()===r&&(this.draft=""),this.turns=[...this.turns,Zt(this.#r,r)];let i=this.#r;return s&&this.updateComplete.then(()=>this.#u(i)?.focus()),await this.#s(i,o),this.turns.find(a=>a.key===i)?.answer??null}stop(){this.#o?.abort()}show(){this.open=!0}close(){this.open=!1}reset(){this.stop(),this.turns=[],this.renderRoot.querySelector("[part=input]")?.focus()}async#s(e,r){let n=new AbortController;this.#o=n;try{for await(let o of Mt(this.service,r,n.signal))this.#d(e,o)}catch(o){if(n.signal.aborted)this.#a(e);else if(o instanceof K)this.#l(e,r.question,o);else if(o instanceof q)this.#c(e,o);else throw o}}#d(e,r){if(this.#i(e,o=>Xt(o,r)),r.type==="answer.started"&&this.#t("start",{id:r.id}),r.type==="answer.failed"&&this.#t("error",{...r.problem,retryAfter:null}),r.type!=="answer.completed")return;let n=tr(r.answer);n.length>0&&console.warn(`dateline-ask: answer ${r.answer.id} has no citation for ${n.join(", ")}`),this.#t("complete",{answer:r.answer})}#a(e){this.#i(e,r=>({...r,phase:"stopped"})),this.#t("stop",{})}#l(e,r,{problem:n,retryAfter:o}){let s=o===null?null:Date.now()+Math.min(o,Bn)*1e3;this.#i(e,i=>({...i,phase:"failed",problem:n,retryAt:s})),this.draft===""&&(this.draft=r),s!==null&&(this.#n??=setInterval(()=>this.requestUpdate(),1e3)),this.#t("error",{...n,retryAfter:o})}#c(e,r){this.#i(e,n=>({...n,phase:"cut"})),this.#t("error",{type:"about:blank",title:r.message,status:0,detail:"",retryAfter:null})}#i(e,r){this.turns=this.turns.map(n=>n.key===e?r(n):n)}#u(e){return this.renderRoot.querySelector(`#question-${e}`)}#t(e,r){let n={detail:r,bubbles:!0,composed:!0,cancelable:e==="submit"};return this.dispatchEvent(new CustomEvent(`dateline-${e}`,n))}openArticle(e){this.#e.open(e)}citationOpened(e,r){this.#t("citation-open",{citation:e,source:r??null})}askAgain(e){H(this.turns.at(-1))||(this.turns=this.turns.filter(r=>r!==e),this.ask(e.question))}copyAnswer({key:e,answer:r}){r!==null&&Jt(r,this.words).then(n=>{this.#i(e,o=>({...o,copied:n})),this.said=n?this.words.copied:this.words.notCopied,this.#t("copy",{answer:r,copied:n})})}rate({key:e,answer:r,rated:n},o,s){if(r===null||n?.rating===o&&s===""&&n.state!=="failed")return;let i=a=>{this.#i(e,l=>({...l,rated:{rating:o,state:a}})),this.said=Ne(a,this.words)};i("sending"),Ht(this.service,r.id,o,s).then(()=>i(s===""?"sent":"explained"),()=>i("failed")),this.#t("feedback",{answer:r,rating:o,reason:s})}disconnectedCallback(){super.disconnectedCallback(),this.stop(),this.#p()}#p(){clearInterval(this.#n),this.#n=void 0}get#h(){let e=this.turns.at(-1)?.retryAt??0;return Math.max(0,Math.ceil((e-Date.now())/1e3))}willUpdate(e){(e.has("lang")||e.has("strings")||!this.hasUpdated)&&(this.words=cr(this,this.strings))}updated(e){this.#n!==void 0&&this.#h===0&&this.#p(),(e.has("open")||e.has("mode"))&&this.#f(e.get("open"));let r=e.get("turns")?.length;if(r!==void 0&&r>0&&this.turns.length>r){let n=matchMedia("(prefers-reduced-motion: reduce)").matches?"auto":"smooth";this.#u(this.#r)?.scrollIntoView({block:"start",behavior:n})}}render(){let e=this.#m();if(this.mode!=="launcher")return p`<div class="root" part="panel">${e}</div>`;let r=()=>this.open=!this.open;return p`<div class="root">
      ${ur(e,{words:this.words,open:this.open,toggle:r,close:()=>this.close()})}
    </div>`}#m(){let e=this.turns.at(-1),r=this.#h;return p`
        ${e===void 0?h:br(this.turns,r,this)}
        ${Ft({words:this.words,draft:this.draft,maxLength:this.maxLength,placeholder:this.placeholder,busy:H(e),waiting:r>0,suggestions:e===void 0?this.suggestions:[],write:n=>this.draft=n,send:n=>{this.ask(n)},stop:()=>this.stop()})}
        ${e===void 0||H(e)?h:p`<button type="button" class="quiet over" part="reset" @click=${()=>this.reset()}>
              ${this.words.startOver}
            </button>`}
        <p class="unseen" role="status">${e===void 0?"":this.said||yr(e,this.words)}</p>
        ${this.#e.template()}
    `}#f(e){pr(this.renderRoot,this.mode==="launcher"&&this.open,e!==void 0),this.mode==="launcher"&&e!==void 0&&e!==this.open&&this.#t(this.open?"open":"close",{})}};customElements.get("dateline-ask")===void 0&&customElements.define("dateline-ask",Re);export{Re as DatelineAsk};
