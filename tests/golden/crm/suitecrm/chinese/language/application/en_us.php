<?php
$exemptDropdowns[] = 'sales_stage_dom';
$exemptDropdowns[] = 'sales_probability_dom';
$app_list_strings['sales_stage_dom']['pb_zhi_zao_xiao_shou__he_ge'] = '合格';
$app_list_strings['sales_probability_dom']['pb_zhi_zao_xiao_shou__he_ge'] = '20';
$app_list_strings['sales_stage_dom']['pb_zhi_zao_xiao_shou__he_tong'] = '合同';
$app_list_strings['sales_probability_dom']['pb_zhi_zao_xiao_shou__he_tong'] = '80';
$app_list_strings['sales_stage_dom']['pb_zhi_zao_xiao_shou__bing_xiang'] = '冰箱';
$app_list_strings['sales_probability_dom']['pb_zhi_zao_xiao_shou__bing_xiang'] = '0';
$app_list_strings['pb_loss_reason_list'] = array(
    '' => '',
    'jia-ge' => '价格',
    'mei-jue-ding' => '没有决定',
);
$app_list_strings['pb_hang_ye_list'] = array(
    '' => '',
    'qi-che' => '汽车',
    'dian-zi' => '电子',
);
$app_list_strings['pb_bant__jue_ce_zhe_list'] = array(
    '' => '',
    'yes' => '是',
    'no' => '否',
);
