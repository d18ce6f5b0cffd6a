<#-- A workflow of Microsoft Teams, "When a Teams webhook request is received": an Adaptive Card. Texts are runs, in which nothing is
     mark-up. -->
<#macro line alert>
${alert.symbol} ${cut(alert.name, 80)}<#if alert.severity?has_content> · ${cut(alert.severity, 20)}</#if><#t>
<#if alert.instance?has_content> · ${cut(alert.instance, 80)}</#if><#if alert.distinction?has_content> · ${alert.distinction}</#if><#t>
<#if alert.hasSummary> · ${fit(alert.summary, 200)}</#if><#t>
</#macro>
<#macro details alert>
<#if alert.description?has_content>\n${fit(alert.description, 500)}</#if><#t>
<#if alert.noteText?has_content>\n${fit(alert.noteText, 300)}</#if><#t>
\n${words.started}: ${alert.started}<#if alert.ended?has_content>, ${words.ended}: ${alert.ended}</#if><#t>
<#if alert.duration?has_content> (${alert.duration})</#if><#t>
<#if alert.labelText?has_content>\n${fit(alert.labelText, 300)}</#if><#t>
<#list alert.longLinks as link>\n${link.label} (${words.tooLong})</#list><#t>
</#macro>
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
<#if counts?has_content || reason?has_content || commonLabelText?has_content>
    <@block>${counts}<#if reason?has_content> · ${reason}</#if><#if commonLabelText?has_content>\n${fit(commonLabelText, 300)}</#if></@block>,
</#if>
<#list full as alert>
    <@block><@line alert/><@details alert/></@block>,
<#if alert.links?has_content>
    {"type": "RichTextBlock", "inlines": [<#list alert.links as link>{"type": "TextRun", "text": "${link.label}", "selectAction": {"type": "Action.OpenUrl", "url": "${link.url}"}}<#sep>, {"type": "TextRun", "text": " · "}, </#list>]},
</#if>
</#list>
<#list lines as alert>
    <@block><@line alert/></@block>,
</#list>
    <@block>${more} ${truncated} ${delivery}</@block>
   ]<#if page?has_content>,
   "actions": [{"type": "Action.OpenUrl", "title": "Tocsin", "url": "${page}"}]</#if>
  }
 }]
}
