<#-- The coloured header of the card, and what the list of chats shows. -->
${cut(title, 120)}
