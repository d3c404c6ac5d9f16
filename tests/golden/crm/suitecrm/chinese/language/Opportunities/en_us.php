<?php
$mod_strings['LBL_PB_LOSS_REASON'] = '输单原因';
$mod_strings['LBL_PB_YU_SUAN'] = '项目预算';
$mod_strings['LBL_PB_HANG_YE'] = '行业';
$mod_strings['LBL_PB_BANT__JUE_CE_ZHE'] = '你是决策者吗？';
$mod_strings['LBL_PB_BANT__TIAO_ZHAN'] = '目前面临的主要挑战是什么？';
