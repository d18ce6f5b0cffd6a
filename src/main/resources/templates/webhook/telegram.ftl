<#-- Telegram's sendMessage, as plain text: at most 4,096 characters. Secret: chat-id. -->
<#macro line alert>${alert.symbol} ${cut(alert.name, 80)}<#if alert.severity?has_content> · ${cut(alert.severity, 20)}</#if><#if alert.instance?has_content> · ${cut(alert.instance, 80)}</#if><#if alert.distinction?has_content> · ${alert.distinction}</#if><#if alert.hasSummary> · ${cut(alert.summary, 200)}</#if>\n</#macro>
{"chat_id": "{{chat-id}}",
 "link_preview_options": {"is_disabled": true},
 "text": "${symbol} ${title}\n${counts}\n\n<#list full as alert><@line alert/><#if alert.description?has_content>${cut(alert.description, 500)}\n</#if></#list><#list lines as alert><@line alert/></#list><#if more?has_content>${more}\n</#if><#if truncated?has_content>${truncated}\n</#if><#if page?has_content>${page}\n</#if>${delivery}"}
