<#-- PagerDuty's Events API v2: an incident for each alert group, which its end resolves. Secret: routing-key. -->
<#macro line alert>${alert.symbol} ${cut(alert.name, 80)}<#if alert.severity?has_content> · ${cut(alert.severity, 20)}</#if><#if alert.instance?has_content> · ${cut(alert.instance, 80)}</#if><#if alert.distinction?has_content> · ${alert.distinction}</#if><#if alert.hasSummary> · ${cut(alert.summary, 200)}</#if></#macro>
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
   "alerts": [<#list full + lines as alert>"<@line alert/>"<#sep>, </#list>],
   "more": "${more}",
   "truncated": "${truncated}",
   "delivery": "${deliveryId}"
  }
 }
}
