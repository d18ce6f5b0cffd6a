<#-- A workflow of Microsoft Teams, "When a Teams webhook request is received": an Adaptive Card. Texts are runs, in which nothing is
     mark-up. -->
<#macro line alert>${alert.symbol} ${cut(alert.name, 80)}<#if alert.severity?has_content> · ${cut(alert.severity, 20)}</#if><#if alert.instance?has_content> · ${cut(alert.instance, 80)}</#if><#if alert.distinction?has_content> · ${alert.distinction}</#if><#if alert.hasSummary> · ${cut(alert.summary, 200)}</#if></#macro>
<#macro block>{"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "<#nested>"}]}</#macro>
{"type": "message",
 "attachments": [{
  "contentType": "application/vnd.microsoft.card.adaptive",
  "content": {
   "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
   "type": "AdaptiveCard",
   "version": "1.4",
   "msteams": {"width": "Full"},
   "body": [
    {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "size": "Large", "weight": "Bolder", "text": "${symbol} ${title}",
     "color": "<#if status == "resolved">Good<#elseif symbol == "🔴">Attention<#else>Warning</#if>"}]},
<#list full as alert>
    <@block><@line alert/><#if alert.description?has_content>\n${cut(alert.description, 500)}</#if></@block>,
</#list>
<#list lines as alert>
    <@block><@line alert/></@block>,
</#list>
    <@block>${counts} ${more} ${truncated} ${delivery}</@block>
   ]<#if page?has_content>,
   "actions": [{"type": "Action.OpenUrl", "title": "Tocsin", "url": "${page}"}]</#if>
  }
 }]
}
