<#-- The plain text of a mail. -->
<#macro field name value><#if value?has_content>
${name}: ${value}
</#if></#macro>
<#macro pairs heading labels><#if labels?has_content>
${heading}:
<#list labels as name, value><#if name?counter lte 40 * room>
  ${name} = ${value}
</#if></#list><#if labels?size gt 40 * room>
  … ${labels?size - 40 * room} ${words.moreLabels}
</#if></#if></#macro>
${title}
<#if counts?has_content || reason?has_content>
${counts}<#if reason?has_content> · ${reason}</#if>
</#if>
<#if truncated?has_content>
${truncated}
</#if>
<@pairs words.common commonLabels/>
<#list full as alert>

[${alert.statusText}] ${alert.name}
<#if alert.hasSummary>
${alert.summary}
</#if>
<@field words.severity alert.severity/>
<@field words.instance alert.instance/>
<@field words.started alert.started/>
<@field words.ended alert.ended/>
<@field words.duration alert.duration/>
<@pairs words.labels alert.labels/>
<#if alert.description?has_content>
${fit(alert.description, 4000)}
</#if>
<@pairs words.notes alert.notes/>
<#list alert.links as link>
${link.label}: ${link.url}
</#list>
<#list alert.longLinks as link>
${link.label}: <#if link.url?has_content>${link.url}<#else>${words.tooLong}</#if>
</#list>
</#list>
<#if lines?has_content>

<#list lines as alert>
[${alert.statusText}] ${cut(alert.name, 60)} ${cut(alert.instance, 60)}<#if alert.distinction?has_content> · ${alert.distinction}</#if><#if alert.hasSummary> ${cut(alert.summary, 100)}</#if>
</#list>
</#if>
<#if more?has_content>

${more}
</#if>

--${" "}
${delivery}
<#if page?has_content>
${page}
</#if>
