<#-- A DingTalk message in the subset of Markdown that it knows: headings, bold, links, paragraphs. A line within a
     paragraph ends in two spaces. -->
<#macro first alert max>
${alert.symbol} **${cut(alert.name, max)}**<#if alert.severity?has_content> · ${cut(alert.severity, max)}</#if><#if alert.instance?has_content> · ${cut(alert.instance, max)}</#if><#nested></#macro>
#### <font color="${colour}">${title}</font>

${counts}<#if reason?has_content> · ${reason}</#if>

${fit(commonLabelText, 400)}

<#list full as alert>
<@first alert 100/><#nt>

<#if alert.hasSummary>
${fit(alert.summary, 300)}

</#if>
${fit(alert.description, 600)}

${fit(alert.noteText, 300)}

${words.started}: ${alert.started}<#if alert.ended?has_content>${"  "}
${words.ended}: ${alert.ended}</#if><#if alert.duration?has_content>${"  "}
${words.duration}: ${alert.duration}</#if>

${fit(alert.labelText, 300)}

<#list alert.links as link>[${link.label}](${link.url})<#sep>  </#list>

<#list alert.longLinks as link>${link.label} (${words.tooLong})<#sep>  </#list>

</#list>
<#list lines as alert>
<@first alert 60><#if alert.distinction?has_content> · ${alert.distinction}</#if><#if alert.hasSummary> · ${cut(alert.summary, 60)}</#if></@first>

</#list>
${more}

${truncated}

${mentions}

<#if page?has_content>[${delivery}](${page})<#else>${delivery}</#if>
