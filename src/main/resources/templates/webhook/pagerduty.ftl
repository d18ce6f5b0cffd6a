<#-- PagerDuty's Events API v2: an incident for each alert group, which its end resolves. Secret: routing-key. -->
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
{"routing_key": "{{routing-key}}",
 "event_action": "<#if status == "resolved">resolve<#else>trigger</#if>",
 "dedup_key": "${groupId}",
 "client": "Tocsin",
<#if page?has_content>
 "client_url": "${page}",
</#if>
 "payload": {
  "summary": "${cut(title, 1000)}",
  "source": "${cut(about, 200)}",
  "severity": "<#if symbol == "🔴">critical<#elseif symbol == "🔵">info<#elseif severity == "error">error<#else>warning</#if>",
  "custom_details": {
   "alerts": [<#list full as alert>"<@line alert/><@details alert/>"<#sep>, </#list><#if full?has_content && lines?has_content>, </#if><#list lines as alert>"<@line alert/>"<#sep>, </#list>],
   "common": "${fit(commonLabelText, 300)}",
   "counts": "${counts}",
   "more": "${more}",
   "truncated": "${truncated}",
   "delivery": "${deliveryId}"
  }
 }
}
