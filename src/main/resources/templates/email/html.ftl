<#-- The HTML of a mail: nested tables and inline styles, which is what all mail clients show alike, without images,
     scripts or anything to load. -->
<#macro note><tr><td style="padding:2px 20px;font-size:14px;line-height:20px;color:#57606a"><#nested></td></tr></#macro>
<#macro row name value><#if value?has_content>
<tr><td valign="top" style="padding:1px 12px 1px 0;font-size:13px;line-height:19px;color:#57606a">${name}</td><td valign="top" style="padding:1px 0;font-size:13px;line-height:19px;color:#1c2128;word-break:break-all">${value}</td></tr>
</#if></#macro>
<#macro rows><table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin-top:8px"><#nested></table></#macro>
<#macro pairs heading labels><b>${heading}</b>
<@rows><#list labels as name, value><#if name?counter lte 30 * room><@row cut(name, 100) fit(value, 300)/></#if></#list><#if labels?size gt 30 * room><@row "…" "" + (labels?size - 30 * room) + " " + words.moreLabels/></#if></@rows></#macro>
<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${title}</title>
</head>
<body style="margin:0;padding:0;background:#eef0f3;-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden">${counts}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#eef0f3">
<tr><td align="center" style="padding:16px 8px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="max-width:680px;background:#ffffff;border:1px solid #d9dde3;text-align:left;font-family:-apple-system,'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei',Arial,sans-serif">
<tr><td height="8" bgcolor="${colour}" style="height:8px;line-height:8px;font-size:1px;background:${colour}">&nbsp;</td></tr>
<tr><td style="padding:18px 20px 6px 20px;font-size:20px;line-height:27px;font-weight:bold;color:#1c2128;word-break:break-word">${title}</td></tr>
<#if counts?has_content || reason?has_content><@note>${counts}<#if reason?has_content> · ${reason}</#if></@note></#if>
<#if truncated?has_content><@note>${truncated}</@note></#if>
<#list full as alert>
<tr><td style="padding:12px 20px 0 20px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="border:1px solid #d9dde3">
<tr><td width="5" bgcolor="${alert.colour}" style="width:5px;background:${alert.colour}">&nbsp;</td>
<td style="padding:12px 14px;font-size:14px;line-height:21px;color:#1c2128;word-break:break-word">
<div style="font-size:12px;line-height:18px;font-weight:bold;color:${alert.colour}">${alert.statusText}<#if alert.severity?has_content> · ${cut(alert.severity, 40)}</#if><#if alert.hasSummary> · ${cut(alert.name, 80)}</#if></div>
<div style="font-size:16px;line-height:23px;font-weight:bold">${alert.summary}</div>
<#if alert.description?has_content>
<div style="padding-top:6px"><#list fit(alert.description, 2000)?split("\n") as line>${line}<#sep><br>
</#list></div>
</#if>
<@rows><@row words.instance alert.instance/><@row words.started alert.started/><@row words.ended alert.ended/><@row words.duration alert.duration/></@rows>
<#if alert.labels?has_content>
<div style="padding-top:6px"><@pairs words.labels alert.labels/></div>
</#if>
<#if alert.notes?has_content>
<div style="padding-top:6px"><@pairs words.notes alert.notes/></div>
</#if>
<#if alert.links?has_content || alert.longLinks?has_content>
<div style="padding-top:6px"><#list alert.links + alert.longLinks as link><#if link.url?has_content><a href="${link.url}" style="color:#0b57d0;font-weight:bold;text-decoration:underline">${link.label}</a><#else>${link.label} (${words.tooLong})</#if><#sep> &nbsp;&middot;&nbsp; </#list></div>
</#if>
</td></tr>
</table>
</td></tr>
</#list>
<#list lines as alert>
<tr><td style="padding:2px 20px;font-size:14px;line-height:20px;color:#1c2128;word-break:break-word"><span style="color:${alert.colour}">&#9679;</span> ${cut(alert.name, 60)} ${cut(alert.instance, 60)}<#if alert.distinction?has_content> · ${alert.distinction}</#if><#if alert.hasSummary> · ${cut(alert.summary, 100)}</#if></td></tr>
</#list>
<#if more?has_content><@note>${more}</@note></#if>
<#if commonLabels?has_content><@note><br><@pairs words.common commonLabels/></@note></#if>
<@note><br><#if page?has_content><a href="${page}" style="color:#0b57d0;text-decoration:underline">${delivery}</a><#else>${delivery}</#if> &middot; Tocsin<br>&nbsp;</@note>
</table>
</td></tr>
</table>
</body>
</html>
