<#-- What the list of chats shows. -->
${cut(title, 60)}
