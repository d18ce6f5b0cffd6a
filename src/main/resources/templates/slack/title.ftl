<#-- The line above the coloured bar, and what a phone shows; who is mentioned is added to it. -->
${symbol} ${title}
