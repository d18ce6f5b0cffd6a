/** DingTalk custom robots. */
@NullMarked
package io.tocsin.channel.dingtalk;

import org.jspecify.annotations.NullMarked;
