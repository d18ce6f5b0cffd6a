/** WeCom: robots of groups. */
@NullMarked
package io.tocsin.channel.wecom;

import org.jspecify.annotations.NullMarked;
