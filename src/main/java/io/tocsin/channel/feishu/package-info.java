/** Feishu and Lark: custom robots of groups. */
@NullMarked
package io.tocsin.channel.feishu;

import org.jspecify.annotations.NullMarked;
