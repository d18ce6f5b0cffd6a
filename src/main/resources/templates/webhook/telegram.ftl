<#-- Telegram's sendMessage, as plain text: at most 4,096 characters. Secret: chat-id. -->
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
<#list alert.links as link>\n${link.label}: ${link.url}</#list><#t>
<#list alert.longLinks as link>\n${link.label} (${words.tooLong})</#list><#t>
</#macro>
{"chat_id": "{{chat-id}}",
 "link_preview_options": {"is_disabled": true},
 "text": "${symbol} ${title}\n${counts}<#if reason?has_content> · ${reason}</#if><#if commonLabelText?has_content>\n${fit(commonLabelText, 300)}</#if>\n\n<#list full as alert><@line alert/><@details alert/>\n</#list><#list lines as alert><@line alert/>\n</#list><#if more?has_content>${more}\n</#if><#if truncated?has_content>${truncated}\n</#if><#if page?has_content>${page}\n</#if>${delivery}"}
