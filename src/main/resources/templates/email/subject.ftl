<#-- The subject of a mail. All that changes within a group stands in the brackets, which mail clients leave out when they
     compare subjects to gather a thread (RFC 5256, section 2.1). -->
[${statusText}<#if count gt 0>:${count}</#if><#if severity?has_content> ${cut(severity, 20)?replace("[\\[\\]]", "", "r")}</#if>] ${about}
