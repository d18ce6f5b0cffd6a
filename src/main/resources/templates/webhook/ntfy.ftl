<#-- ntfy's JSON form, posted to the server's root: at most 4,096 bytes. Secret: topic. -->
<#macro line alert>${alert.symbol} ${cut(alert.name, 80)}<#if alert.severity?has_content> · ${cut(alert.severity, 20)}</#if><#if alert.instance?has_content> · ${cut(alert.instance, 80)}</#if><#if alert.distinction?has_content> · ${alert.distinction}</#if><#if alert.hasSummary> · ${cut(alert.summary, 200)}</#if>\n</#macro>
{"topic": "{{topic}}",
 "title": "${cut(title, 150)}",
 "priority": <#if status == "resolved">2<#elseif symbol == "🔴">5<#else>3</#if>,
 "tags": ["<#if status == "resolved">white_check_mark<#else>rotating_light</#if>"],
<#if page?has_content>
 "click": "${page}",
</#if>
 "message": "<#list full as alert><@line alert/><#if alert.description?has_content>${cut(alert.description, 500)}\n</#if></#list><#list lines as alert><@line alert/></#list><#if more?has_content>${more}\n</#if><#if truncated?has_content>${truncated}\n</#if>${delivery}"}
