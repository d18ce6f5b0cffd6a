<#-- A Slack message in mrkdwn. Paragraphs become blocks; lines that begin with -# are small print. -->
<#macro first alert max>
${alert.symbol} *${cut(alert.name, max)}*<#if alert.severity?has_content> · ${cut(alert.severity, max)}</#if><#if alert.instance?has_content> · ${cut(alert.instance, max)}</#if><#nested></#macro>
<#if counts?has_content || reason?has_content>
${counts}<#if reason?has_content> · ${reason}</#if>
</#if>
<#if commonLabelText?has_content>
${fit(commonLabelText, 300)}
</#if>
<#if truncated?has_content>
${truncated}
</#if>

<#list full as alert>
<@first alert 80/><#nt>
<#if alert.hasSummary>
${fit(alert.summary, 200)}
</#if>
<#if alert.description?has_content>
${fit(alert.description, 500)}
</#if>
<#if alert.noteText?has_content>
${fit(alert.noteText, 300)}
</#if>
${words.started}: ${alert.started}<#if alert.ended?has_content>, ${words.ended}: ${alert.ended}</#if><#if alert.duration?has_content> (${alert.duration})</#if>
<#if alert.labelText?has_content>
${fit(alert.labelText, 250)}
</#if>

<#list alert.links as link>
-# <${link.url}|${link.label}>
</#list>
<#list alert.longLinks as link>
-# ${link.label} (${words.tooLong})
</#list>

</#list>
<#list lines as alert>
<@first alert 60><#if alert.distinction?has_content> · ${alert.distinction}</#if><#if alert.hasSummary> · ${cut(alert.summary, 60)}</#if></@first>
</#list>

-# <#if more?has_content>${more} · </#if><#if page?has_content><${page}|${delivery}><#else>${delivery}</#if>
