<#-- ntfy's JSON form, posted to the server's root: at most 4,096 bytes. Secret: topic. -->
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
{"topic": "{{topic}}",
 "title": "${cut(title, 150)}",
 "priority": <#if status == "resolved">2<#elseif symbol == "🔴">5<#else>3</#if>,
 "tags": ["<#if status == "resolved">white_check_mark<#else>rotating_light</#if>"],
<#if page?has_content>
 "click": "${page}",
</#if>
 "message": "${counts}<#if reason?has_content> · ${reason}</#if><#if commonLabelText?has_content>\n${fit(commonLabelText, 300)}</#if>\n<#list full as alert><@line alert/><@details alert/>\n</#list><#list lines as alert><@line alert/>\n</#list><#if more?has_content>${more}\n</#if><#if truncated?has_content>${truncated}\n</#if>${delivery}"}
