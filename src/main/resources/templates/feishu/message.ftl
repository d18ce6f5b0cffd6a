<#-- The text of a Feishu or Lark card in its Markdown: bold, links, colours; each line feed is a line break. The links of a
     single alert are buttons below the text. -->
<#macro first alert max>
${alert.symbol} **${cut(alert.name, max)}**<#if alert.severity?has_content> · ${cut(alert.severity, max)}</#if><#if alert.instance?has_content> · ${cut(alert.instance, max)}</#if><#nested></#macro>
${counts}<#if reason?has_content> · ${reason}</#if>
<#if commonLabelText?has_content>
${fit(commonLabelText, 400)}
</#if>

<#list full as alert>
<@first alert 100/><#nt>
<#if alert.hasSummary>
${fit(alert.summary, 300)}
</#if>
<#if alert.description?has_content>
${fit(alert.description, 600)}
</#if>
<#if alert.noteText?has_content>
${fit(alert.noteText, 300)}
</#if>
${words.started}: ${alert.started}
<#if alert.ended?has_content>
${words.ended}: ${alert.ended}
</#if>
<#if alert.duration?has_content>
${words.duration}: ${alert.duration}
</#if>
<#if alert.labelText?has_content>
${fit(alert.labelText, 300)}
</#if>
<#if alert.longLinks?has_content>
<#list alert.longLinks as link>${link.label} (${words.tooLong})<#sep>  </#list>
</#if>
<#if firing + resolved gt 1>
<#list alert.links as link>[${link.label}](${link.url})<#sep>  </#list>
</#if>

</#list>
<#list lines as alert>
<@first alert 60><#if alert.distinction?has_content> · ${alert.distinction}</#if><#if alert.hasSummary> · ${cut(alert.summary, 60)}</#if></@first>

</#list>

${more}

${truncated}

${mentions}

<#if page?has_content>[${delivery}](${page})<#else>${delivery}</#if>
