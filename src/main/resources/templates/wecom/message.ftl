<#-- A WeCom message in its Markdown: headings, bold, links, quotations, three colours; each line feed is a line break. It may
     have 4,096 bytes, so that it is short. -->
<#macro first alert max>
${alert.symbol} **${cut(alert.name, max)}**<#if alert.severity?has_content> · ${cut(alert.severity, max)}</#if><#if alert.instance?has_content> · ${cut(alert.instance, max)}</#if><#nested></#macro>
### <font color="<#if status == "resolved">info<#else>warning</#if>">${cut(title, 100)}</font>
${counts}<#if reason?has_content> · ${reason}</#if>
<#if commonLabelText?has_content>
<font color="comment">${fit(commonLabelText, 200)}</font>
</#if>

<#list full as alert>
<@first alert 80/><#nt>
<#if alert.hasSummary>
${fit(alert.summary, 200)}
</#if>
<#if alert.description?has_content>
${fit(alert.description, 300)}
</#if>
<#if alert.noteText?has_content>
${fit(alert.noteText, 200)}
</#if>
${words.started}: ${alert.started}<#if alert.duration?has_content> (${alert.duration})</#if>
<#if alert.ended?has_content>
${words.ended}: ${alert.ended}
</#if>
<#if alert.labelText?has_content>
${fit(alert.labelText, 200)}
</#if>
<#list alert.links as link>[${link.label}](${link.url})<#sep>  </#list>
<#if alert.longLinks?has_content>
<#list alert.longLinks as link>${link.label} (${words.tooLong})<#sep>  </#list>
</#if>

</#list>
<#list lines as alert>
<@first alert 40><#if alert.distinction?has_content> · ${alert.distinction}</#if><#if alert.hasSummary> · ${cut(alert.summary, 40)}</#if></@first>
</#list>

${more}
${truncated}

${mentions}

<#if page?has_content>[${delivery}](${page})<#else>${delivery}</#if>
