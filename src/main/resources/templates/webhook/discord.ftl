<#-- A Discord webhook: at most 2,000 characters; nobody is mentioned, whatever an alert says. -->
<#macro line alert>
${alert.symbol} ${markdown(cut(alert.name, 80))}<#if alert.severity?has_content> · ${markdown(cut(alert.severity, 20))}</#if><#t>
<#if alert.instance?has_content> · ${markdown(cut(alert.instance, 80))}</#if><#if alert.distinction?has_content> · ${markdown(alert.distinction)}</#if><#t>
<#if alert.hasSummary> · ${markdown(fit(alert.summary, 200))}</#if><#t>
</#macro>
<#macro details alert>
<#if alert.description?has_content>\n${markdown(fit(alert.description, 500))}</#if><#t>
<#if alert.noteText?has_content>\n${markdown(fit(alert.noteText, 300))}</#if><#t>
\n${words.started}: ${alert.started}<#if alert.ended?has_content>, ${words.ended}: ${alert.ended}</#if><#t>
<#if alert.duration?has_content> (${alert.duration})</#if><#t>
<#if alert.labelText?has_content>\n${markdown(fit(alert.labelText, 300))}</#if><#t>
<#list alert.links as link>\n[${link.label}](<${link.url}>)</#list><#t>
<#list alert.longLinks as link>\n${link.label} (${words.tooLong})</#list><#t>
</#macro>
{"allowed_mentions": {"parse": []},
 "content": "**${symbol} ${markdown(title)}**\n${counts}<#if reason?has_content> · ${markdown(reason)}</#if><#if commonLabelText?has_content>\n${markdown(fit(commonLabelText, 300))}</#if>\n<#list full as alert><@line alert/><@details alert/>\n</#list><#list lines as alert><@line alert/>\n</#list><#if more?has_content>${more}\n</#if><#if truncated?has_content>${truncated}\n</#if><#if page?has_content><${page}>\n</#if>${delivery}"}
